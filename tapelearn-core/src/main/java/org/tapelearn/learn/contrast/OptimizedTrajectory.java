package org.tapelearn.learn.contrast;

import java.util.List;

/**
 * The best attempt at a task, over all rounds of an optimisation.
 *
 * @param outcome what it came to
 * @param reward in [0, 1]
 * @param optimizationRound the round that it was made in, from 1
 * @param improvements what it does better than the best attempt of the rounds before, in words; empty in the first round
 * @param confidenceScore how likely a fresh attempt by the agent of that round succeeds: pass@1, unbiased also where attempts ended
 *     early since enough had succeeded
 */
public record OptimizedTrajectory(
        Judged attempt,
        TrajectoryOutcome outcome,
        double reward,
        int optimizationRound,
        List<String> improvements,
        double confidenceScore) {
    public OptimizedTrajectory {
        improvements = List.copyOf(improvements);
    }

    public String taskId() {
        return attempt.task().id();
    }
}
