package org.tapelearn.metrics;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How learning went so far, counted from its attempts while exploring; what cannot be judged is left out. A task counts once for
 * each wave that tries it.
 *
 * @param totalTasksCompleted tasks with at least one success
 * @param successRate successes over all attempts, in [0, 1]
 * @param averageReward mean reward of an attempt, in [0, 1]
 * @param improvementRate success gained from one wave to the next: the slope of the least-squares line through all waves
 * @param tasksByCategory tasks by lower-case category
 * @param tasksByDifficulty tasks by lower-case difficulty
 * @param tasksByFamily tasks by the environment's family
 * @param optimizationRounds updates of the policy, each by one wave
 * @param trajectoryPairsGenerated pairs of a better and a worse attempt
 * @param memoryWarmupCompletions waves whose attempts went into memory
 * @param toolsDiscovered tools of which a call was answered by something else than an error
 * @param dataSourcesExplored data sources that such a call named, or that such an attempt's task was about
 * @param patternsLearned sequences of tools that succeed more often than attempts without them
 * @param passAtOne share of tasks whose first attempt succeeded
 * @param passAtK share of tasks with a success among all their attempts
 * @param k attempts at a task, at most
 * @param heldOut success of the latest candidate on selection tasks, which nothing was learned from
 * @param tokens of language models; agents without one use none
 * @param cost of language models, in their provider's currency
 * @param seconds wall time, over all runs of the session
 */
public record LearningMetrics(
        long totalTasksAttempted,
        long totalTasksCompleted,
        double successRate,
        double averageReward,
        double improvementRate,
        SortedMap<String, Share> tasksByCategory,
        SortedMap<String, Share> tasksByDifficulty,
        SortedMap<String, Share> tasksByFamily,
        int optimizationRounds,
        long trajectoryPairsGenerated,
        int memoryWarmupCompletions,
        List<String> toolsDiscovered,
        List<String> dataSourcesExplored,
        int patternsLearned,
        double passAtOne,
        double passAtK,
        int k,
        HeldOut heldOut,
        long tokens,
        double cost,
        double seconds) {
    public static final LearningMetrics NONE = new LearningMetrics(
            0,
            0,
            0,
            0,
            0,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            0,
            0,
            0,
            List.of(),
            List.of(),
            0,
            0,
            0,
            0,
            HeldOut.NONE,
            0,
            0,
            0);

    public LearningMetrics {
        tasksByCategory = new TreeMap<>(tasksByCategory);
        tasksByDifficulty = new TreeMap<>(tasksByDifficulty);
        tasksByFamily = new TreeMap<>(tasksByFamily);
        toolsDiscovered = List.copyOf(toolsDiscovered);
        dataSourcesExplored = List.copyOf(dataSourcesExplored);
    }

    /** Tasks tried, and those of them with a success. */
    public record Share(int attempted, int completed) {
        public static final Share NONE = new Share(0, 0);

        public Share plus(boolean success) {
            return new Share(attempted + 1, completed + (success ? 1 : 0));
        }

        /** Completed over attempted; 0 without any. */
        public double rate() {
            return attempted == 0 ? 0 : (double) completed / attempted;
        }
    }

    /** Success with its 95 % Wilson interval, in [0, 1]; all of it possible before anything was measured. */
    public record HeldOut(double successRate, double low, double high) {
        public static final HeldOut NONE = new HeldOut(0, 0, 1);
    }
}
