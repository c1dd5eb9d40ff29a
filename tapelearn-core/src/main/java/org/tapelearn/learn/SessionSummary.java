package org.tapelearn.learn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.metrics.LearningMetrics;

/**
 * What a session amounts to in its store.
 *
 * @param status running, or why it ended
 * @param rollouts attempts kept
 * @param pairs contrastive pairs kept
 * @param versions versions accepted, the base agent included
 * @param report the final report; null before there is one
 */
public record SessionSummary(
        String sessionId,
        String environment,
        String status,
        int roundsCompleted,
        long rollouts,
        long pairs,
        int versions,
        List<SeedTask> seeds,
        LearningMetrics metrics,
        @Nullable LearningReport report) {
    public SessionSummary {
        seeds = List.copyOf(seeds);
    }

    /** The seeds that nothing can check, which no figure counts. */
    public List<SeedTask> uncheckedSeeds() {
        return seeds.stream().filter(seed -> !seed.checkable()).toList();
    }

    /** The success criteria that nothing checks, of seeds that are checked by something else. */
    public List<String> uncheckedCriteria() {
        return seeds.stream()
                .filter(SeedTask::checkable)
                .flatMap(seed -> seed.uncheckedCriteria().stream())
                .toList();
    }
}
