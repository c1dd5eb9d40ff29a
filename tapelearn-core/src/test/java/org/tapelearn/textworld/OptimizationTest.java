package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.Optimization;
import org.tapelearn.learn.contrast.OptimizedTrajectory;
import org.tapelearn.learn.contrast.Practised;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.contrast.TrajectoryOutcome;
import org.tapelearn.memory.Memory;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Trajectories are optimised by themselves, without a session. */
class OptimizationTest {
    private final TextWorldEnvironment world = new TextWorldEnvironment(true);
    private final EmbeddedTrainer trainer =
            new EmbeddedTrainer(world, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 1);

    @Test
    void findsTrajectoriesAndGetsBetterAtThem() {
        TrajectoryOptimizer optimizer = TrajectoryOptimizer.of(world, 10, 1, 1);
        Agent start = trainer.untrained();
        List<Task> tasks = tasks(12);
        Optimization done = optimizer.optimizeTrajectories(tasks, trainer, start, 5);
        Optimization.Summary summary = done.summary();
        assertThat(summary).isEqualTo(optimizer.getOptimizationSummary());
        assertThat(summary.tasks()).isEqualTo(12);
        assertThat(summary.rounds()).isBetween(2, 5);
        assertThat(summary.outcomes().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(summary.attempts());
        assertThat(summary.pairs()).isEqualTo(done.pairs().size()).isPositive();
        assertThat(summary.lastReward()).isGreaterThan(summary.firstReward());
        assertThat(done.results().values().stream().mapToInt(Share::attempted).sum())
                .isEqualTo(summary.attempts());
        assertThat(done.trajectories())
                .extracting(OptimizedTrajectory::taskId)
                .containsExactlyElementsOf(tasks.stream().map(Task::id).toList());
        assertThat(done.trajectories()).anySatisfy(trajectory -> {
            assertThat(trajectory.outcome()).isEqualTo(TrajectoryOutcome.SUCCESS);
            assertThat(trajectory.optimizationRound()).isGreaterThan(1);
            assertThat(trajectory.improvements()).isNotEmpty();
            assertThat(trajectory.confidenceScore()).isPositive();
        });
        assertThat(done.pairs().getFirst().learningInsights()).isNotEmpty();
        assertThat(successes(optimizer, done.agent(), tasks)).isGreaterThan(successes(optimizer, start, tasks));
    }

    @Test
    void stopsOnceEveryTaskIsSolved() {
        TrajectoryOptimizer optimizer = TrajectoryOptimizer.of(world, 10, 1, 1);
        List<Task> tasks = tasks(3);
        int rounds = optimizer
                .optimizeTrajectories(tasks, trainer, trainer.untrained(), 30)
                .summary()
                .rounds();
        assertThat(rounds).isLessThan(30);
        assertThat(optimizer
                        .optimizeTrajectories(tasks, trainer, trainer.untrained(), 0)
                        .trajectories())
                .isEmpty();
    }

    private static long successes(TrajectoryOptimizer optimizer, Agent agent, List<Task> tasks) {
        return optimizer.explore(tasks, new PolicyVersion("v", agent, Memory.EMPTY), 99, 0, Practised.NOTHING).stream()
                .filter(attempt -> attempt.rollout().key().attempt() == 0)
                .filter(Judged::success)
                .count();
    }

    private List<Task> tasks(int count) {
        TaskFamily family = world.families().stream()
                .filter(one -> one.name().equals("fetch"))
                .findFirst()
                .orElseThrow();
        List<Task> tasks = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            tasks.add(family.draw(Split.TRAIN, family.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, number)
                    .orElseThrow());
        }
        return tasks;
    }
}
