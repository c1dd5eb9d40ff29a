package org.tapelearn.env.scienceworld;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/**
 * ScienceWorld (Wang et al., EMNLP 2022) in this process: thirty families of tasks, each of whose variations is a world of its
 * own. Its training, development and test variations are the splits; success is its score of 1, any other score is partial
 * credit, and a score below 0 ends the attempt and earns nothing. Equal calls give equal answers, on any number of threads.
 */
public final class ScienceWorldEnvironment implements Environment {
    private static final int REMEMBERED = 16_384;
    private static final int MOST_REPEATS = 12;

    private final ScienceWorldSettings settings;
    private final Worlds worlds;
    private final Moments moments = new Moments(REMEMBERED);
    private final Map<WorldTask, String> words = new ConcurrentHashMap<>();
    private final Optional<KeptPaths> keptPaths;
    private final Catalog catalog;
    private final List<TaskFamily> families;

    private ScienceWorldEnvironment(
            ScienceWorldSettings settings, Worlds worlds, Catalog catalog, Optional<KeptPaths> keptPaths) {
        this.settings = settings;
        this.worlds = worlds;
        this.catalog = catalog;
        this.keptPaths = keptPaths;
        this.families = catalog.tasks().entrySet().stream()
                .<TaskFamily>map(task -> new WorldFamily(
                        this, task.getKey(), task.getValue(), settings.unseen().contains(task.getKey())))
                .toList();
    }

    /** Opens the environment; throws {@link PrerequisiteException} when the jar or the settings are not fit for it. */
    public static ScienceWorldEnvironment open(ScienceWorldJar jar, ScienceWorldSettings settings) {
        Optional<KeptPaths> keptPaths =
                settings.goldPaths().map(file -> KeptPaths.in(file, jar.file(), settings.simplifications()));
        Worlds worlds = new Worlds(jar.file(), settings.temporary(), settings.patience());
        try {
            return new ScienceWorldEnvironment(
                    settings,
                    worlds,
                    worlds.with("its tasks", simulator -> Catalog.read(simulator, settings)),
                    keptPaths);
        } catch (EnvironmentFault fault) {
            worlds.close();
            if (fault.getCause() instanceof PrerequisiteException refused) {
                throw refused;
            }
            throw new PrerequisiteException(String.valueOf(fault.getMessage()), fault);
        }
    }

    @Override
    public String name() {
        return "scienceworld";
    }

    @Override
    public String description() {
        return "ScienceWorld: thirty science tasks in a text world of rooms, devices, substances and creatures.";
    }

    @Override
    public List<ToolSpec> tools() {
        return Verb.tools();
    }

    @Override
    public List<TaskFamily> families() {
        return families;
    }

    @Override
    public List<String> dataSources() {
        return List.copyOf(catalog.tasks().keySet());
    }

    @Override
    public int maxCalls() {
        return settings.maxCalls();
    }

    @Override
    public int maxRepeats() {
        return MOST_REPEATS;
    }

    @Override
    public boolean lastingNames() {
        return true;
    }

    /** Opens a task's world; the variation alone decides what is random in it. */
    @Override
    public Episode open(Task task, long seed) {
        return episode(world(task));
    }

    /** Opens a variation of a task by its name in the simulator. */
    public Episode open(String task, int variation) {
        return episode(catalog.require(task, variation));
    }

    ScienceWorldEpisode episode(WorldTask task) {
        return new ScienceWorldEpisode(task, settings.simplifications(), worlds, moments);
    }

    WorldTask world(Task task) {
        JsonNode check = task.criteria().stream()
                .map(Criterion::check)
                .findFirst()
                .orElseThrow(() -> new PrerequisiteException(
                        "The task (%s) has no criterion that names its world.".formatted(task.id())));
        return catalog.require(
                check.path("task").asText(), check.path("variation").asInt(-1));
    }

    /** What a task asks for. */
    String words(WorldTask task) {
        return words.computeIfAbsent(
                task,
                missing -> worlds.with("load " + task.id(), simulator -> {
                    simulator.load(task.name(), task.variation(), settings.simplifications(), false);
                    return simulator.task();
                }));
    }

    List<ToolCall> gold(WorldTask task) {
        return keptPaths.map(kept -> kept.of(task, () -> findGold(task))).orElseGet(() -> findGold(task));
    }

    private List<ToolCall> findGold(WorldTask task) {
        List<String> gold = worlds.with("gold path of " + task.id(), simulator -> {
            simulator.load(task.name(), task.variation(), settings.simplifications(), true);
            return simulator.gold();
        });
        return GoldPath.calls(gold, () -> episode(task));
    }

    @Override
    public void close() {
        worlds.close();
    }
}
