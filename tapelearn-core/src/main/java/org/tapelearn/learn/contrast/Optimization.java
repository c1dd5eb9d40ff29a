package org.tapelearn.learn.contrast;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.agent.Agent;
import org.tapelearn.metrics.LearningMetrics.Share;

/**
 * What optimising came to.
 *
 * @param agent the candidate after the last round; whether it replaces the one in force is for a gate to decide
 * @param trajectories the best attempt at each task, in the order of the tasks
 * @param results attempts at each task that could be judged and those of them that succeeded, by the task's id
 */
public record Optimization(
        Agent agent,
        List<OptimizedTrajectory> trajectories,
        List<TrajectoryPair> pairs,
        SortedMap<String, Share> results,
        Summary summary) {
    public Optimization {
        trajectories = List.copyOf(trajectories);
        pairs = List.copyOf(pairs);
        results = new TreeMap<>(results);
    }

    /**
     * Counts of an optimisation.
     *
     * @param rounds rounds done; fewer than allowed where every task had a grounded success
     * @param outcomes attempts by lower-case outcome
     * @param pairs pairs of a better and a worse attempt
     * @param firstReward mean reward of an attempt in the first round
     * @param lastReward mean reward of an attempt in the last round
     */
    public record Summary(
            int rounds,
            int tasks,
            int attempts,
            SortedMap<String, Integer> outcomes,
            int pairs,
            double firstReward,
            double lastReward) {
        public static final Summary NONE = new Summary(0, 0, 0, new TreeMap<>(), 0, 0, 0);

        public Summary {
            outcomes = new TreeMap<>(outcomes);
        }
    }
}
