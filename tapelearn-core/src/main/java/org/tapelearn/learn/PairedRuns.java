package org.tapelearn.learn;

import java.util.List;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Task;

/** Runs two versions as deployed on the same tasks, with the same environment seeds. */
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

    private Judged judged(Task task, PolicyVersion version, RolloutKey key) {
        Rollout rollout = runner.run(version, task, key, Briefing.Mode.DEPLOYED, List.of());
        return new Judged(task, rollout, evaluator.evaluate(task, rollout));
    }
}
