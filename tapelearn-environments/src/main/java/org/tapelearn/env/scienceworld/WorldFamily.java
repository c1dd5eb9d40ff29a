package org.tapelearn.env.scienceworld;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** One of the simulator's tasks as a family; each of its variations is a group with a single task. */
final class WorldFamily implements TaskFamily {
    /**
     * How long a task's shortest solution is, nobody says; finding the authors' path takes seconds. They have from 2 to 190 calls.
     * With this many exploring gets up to 100, which all but the longest need.
     */
    private static final int SIZE = 48;

    private final ScienceWorldEnvironment environment;
    private final String name;
    private final Map<Split, List<Integer>> variations;
    private final boolean heldOut;

    WorldFamily(
            ScienceWorldEnvironment environment, String name, Map<Split, List<Integer>> variations, boolean heldOut) {
        this.environment = environment;
        this.name = name;
        this.variations = variations;
        this.heldOut = heldOut;
    }

    @Override
    public String name() {
        return name.replace('-', '_');
    }

    @Override
    public String description() {
        return "ScienceWorld's task (%s).".formatted(name);
    }

    @Override
    public TaskCategory category() {
        return name.startsWith("find") || name.startsWith("identify") || name.startsWith("lifespan")
                ? TaskCategory.EXPLORATION
                : TaskCategory.PROBLEM_SOLVING;
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public boolean heldOut() {
        return heldOut;
    }

    @Override
    public List<String> keywords() {
        return Stream.concat(Stream.of(name()), Arrays.stream(name.split("-")).filter(word -> word.length() > 3))
                .toList();
    }

    @Override
    public List<String> groups(Split split) {
        return variations.getOrDefault(split, List.of()).stream()
                .map(variation -> new WorldTask(name, variation).id())
                .toList();
    }

    /** Every number gives the group's only task, and there are no other words for it; nothing where the world breaks. */
    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        if (wording == Wording.HELD_OUT) {
            return Optional.empty();
        }
        int variation = Integer.parseInt(group.substring(group.lastIndexOf('-') + 1));
        WorldTask world = new WorldTask(name, variation);
        try {
            return Optional.of(task(split, group, world, environment.words(world)));
        } catch (EnvironmentFault broken) {
            return Optional.empty();
        }
    }

    private Task task(Split split, String group, WorldTask world, String words) {
        return new Task(
                group,
                words,
                category(),
                TaskDifficulty.ofSize(size()),
                name(),
                group,
                "known",
                split,
                size(),
                List.of(
                        criterion("complete", "The world says that the task is complete.", Criterion.Role.FINAL, world),
                        criterion(ScienceWorldEpisode.SCORE, "The world's score.", Criterion.Role.MILESTONE, world)),
                new TaskOrigin.Drawn(name(), world.variation()));
    }

    private static Criterion criterion(String name, String description, Criterion.Role role, WorldTask world) {
        return new Criterion(
                name,
                description,
                JsonNodeFactory.instance.objectNode().put("task", world.name()).put("variation", world.variation()),
                role,
                1);
    }

    /** The words of a task are those of many of its variations, which are other worlds. */
    @Override
    public String question(Task task) {
        return task.id();
    }

    @Override
    public List<ToolCall> expert(Task task) {
        return environment.gold(environment.world(task));
    }
}
