package org.tapelearn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.env.scienceworld.PlainLoop;
import org.tapelearn.env.scienceworld.ScienceWorldEnvironment;
import org.tapelearn.env.scienceworld.ScienceWorldJar;
import org.tapelearn.env.scienceworld.ScienceWorldSettings;
import org.tapelearn.environment.Episode;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.policy.RandomPolicy;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Measures steps in ScienceWorld, each with the list of valid actions, against a plain loop over its own interface. */
public final class WorldSpeed {
    private static final String BASELINE = "plain loop, same calls";

    private final ScienceWorldJar jar;
    private final ScienceWorldSettings settings;
    private final long seed;
    private final int attempts;

    /**
     * Works on the jar.
     *
     * @param attempts random attempts, one task after the other
     */
    public WorldSpeed(ScienceWorldJar jar, ScienceWorldSettings settings, long seed, int attempts) {
        this.jar = jar;
        this.settings = settings;
        this.seed = seed;
        this.attempts = attempts;
    }

    /** Measures everything; {@code tell} is told of each figure when it is there. */
    public void measure(Consumer<Figure> tell) {
        List<Task> tasks = new ArrayList<>();
        List<Rollout> rollouts = new ArrayList<>();
        try (ScienceWorldEnvironment environment = ScienceWorldEnvironment.open(jar, settings);
                PlainLoop plain = new PlainLoop(jar, settings)) {
            tasks.addAll(tasks(environment));
            walk(environment, tasks.subList(0, 1), 1, 1);
            plain.play(world(tasks.getFirst()), variation(tasks.getFirst()), List.of());
            long start = System.nanoTime();
            rollouts.addAll(walk(environment, tasks, 0, 1));
            double own = steps(rollouts) / seconds(start);
            start = System.nanoTime();
            for (int i = 0; i < tasks.size(); i++) {
                plain.play(world(tasks.get(i)), variation(tasks.get(i)), calls(rollouts.get(i)));
            }
            double loop = steps(rollouts) / seconds(start);
            tell.accept(new Figure("random steps", own, BASELINE, loop));
            start = System.nanoTime();
            for (int i = 0; i < tasks.size(); i++) {
                replay(environment, tasks.get(i), rollouts.get(i));
            }
            tell.accept(new Figure("the same steps, replayed", steps(rollouts) / seconds(start), BASELINE, loop));
            walk(environment, tasks.subList(0, 2), 2, 2);
            start = System.nanoTime();
            List<Rollout> parallel = walk(environment, tasks, 3, 2);
            tell.accept(new Figure("random steps, two threads", steps(parallel) / seconds(start), BASELINE, loop));
        }
    }

    private List<Task> tasks(ScienceWorldEnvironment environment) {
        List<Task> tasks = new ArrayList<>();
        List<TaskFamily> families = environment.families();
        for (int i = 0; i < attempts; i++) {
            TaskFamily family = families.get(i % families.size());
            List<String> groups = family.groups(Split.TRAIN);
            family.draw(Split.TRAIN, groups.get(i / families.size() % groups.size()), TaskFamily.Wording.KNOWN, 0)
                    .ifPresent(tasks::add);
        }
        return tasks;
    }

    private List<Rollout> walk(ScienceWorldEnvironment environment, List<Task> tasks, int wave, int threads) {
        Runner runner = new Runner(environment, Recall.NOTHING, Limits.of(environment), seed);
        PolicyVersion version = new PolicyVersion("random", new RandomPolicy(), Memory.EMPTY);
        return Parallel.map(
                threads,
                tasks,
                task -> runner.run(
                        version,
                        task,
                        new RolloutKey(RolloutKey.Phase.EXPLORE, 0, wave, task.id(), 0),
                        Briefing.Mode.DEPLOYED,
                        List.of()));
    }

    private static void replay(ScienceWorldEnvironment environment, Task task, Rollout rollout) {
        try (Episode episode = environment.open(task, 0)) {
            for (ToolCall call : calls(rollout)) {
                if (!episode.actions().contains(call)) {
                    throw new IllegalStateException("A replay of (%s) lists other actions.".formatted(task.id()));
                }
                episode.step(call);
            }
        }
    }

    private static List<ToolCall> calls(Rollout rollout) {
        return rollout.tape().calls();
    }

    private static String world(Task task) {
        return task.criteria().getFirst().check().path("task").asText();
    }

    private static int variation(Task task) {
        return task.criteria().getFirst().check().path("variation").asInt();
    }

    private static long steps(List<Rollout> rollouts) {
        return rollouts.stream().mapToLong(rollout -> calls(rollout).size()).sum();
    }

    private static double seconds(long start) {
        return Math.max(1, System.nanoTime() - start) / 1e9;
    }
}
