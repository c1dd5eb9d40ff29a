package org.tapelearn.learn;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Task;

/** Runs versions as deployed: two on the same tasks, with the same environment seeds, or one alone. */
final class PairedRuns {
    private final Runner runner;
    private final Evaluator evaluator;
    private final int threads;

    PairedRuns(Runner runner, Evaluator evaluator, int threads) {
        this.runner = runner;
        this.evaluator = evaluator;
        this.threads = threads;
    }

    /** One task, tried by both. */
    record Pair(Judged before, Judged after) {
        Task task() {
            return before.task();
        }
    }

    /** Returns one pair a task, in the order of the tasks. */
    List<Pair> run(List<Task> tasks, PolicyVersion before, PolicyVersion after, boolean test, int round, int wave) {
        RolloutKey.Phase first = test ? RolloutKey.Phase.TEST_BASE : RolloutKey.Phase.GATE_INCUMBENT;
        RolloutKey.Phase second = test ? RolloutKey.Phase.TEST_LEARNED : RolloutKey.Phase.GATE_CANDIDATE;
        return Parallel.map(
                threads,
                tasks,
                task -> new Pair(
                        judged(task, before, new RolloutKey(first, round, wave, task.id(), 0)),
                        judged(task, after, new RolloutKey(second, round, wave, task.id(), 0))));
    }

    /** Returns an attempt at each of these test tasks, in their order; none has an id of those held. */
    List<Judged> test(List<Task> tasks, PolicyVersion learned, Set<String> held) {
        List<RolloutKey> keys = tasks.stream()
                .map(task -> new RolloutKey(RolloutKey.Phase.TEST_LEARNED, 0, 0, task.id(), 0))
                .toList();
        List<Integer> left = IntStream.range(0, tasks.size())
                .filter(i -> !held.contains(keys.get(i).id()))
                .boxed()
                .toList();
        return Parallel.map(threads, left, i -> judged(tasks.get(i), learned, keys.get(i)));
    }

    private Judged judged(Task task, PolicyVersion version, RolloutKey key) {
        Rollout rollout = runner.run(version, task, key, Briefing.Mode.DEPLOYED, List.of());
        return new Judged(task, rollout, evaluator.evaluate(task, rollout));
    }
}
