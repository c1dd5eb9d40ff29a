package org.tapelearn.learn.generate;

import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.metrics.LearningMetrics.Share;

/**
 * What came of generating.
 *
 * @param proposed families and tasks proposed
 * @param accepted of them, those whose checker held
 * @param refusedBecause how many were refused, by reason
 * @param tried tasks of generated families that were tried, and those of them that were solved
 */
public record GenerationStatistics(int proposed, int accepted, SortedMap<String, Integer> refusedBecause, Share tried) {
    public static final GenerationStatistics NONE = new GenerationStatistics(0, 0, new TreeMap<>(), Share.NONE);

    public GenerationStatistics {
        refusedBecause = new TreeMap<>(refusedBecause);
    }

    /** Accepted over proposed; 0 without any. */
    public double acceptanceRate() {
        return proposed == 0 ? 0 : (double) accepted / proposed;
    }

    /** Solved over tried; 0 without any. */
    public double solveRate() {
        return tried.rate();
    }

    /** Returns these statistics with so many more accepted. */
    public GenerationStatistics accepting(int more) {
        return new GenerationStatistics(proposed + more, accepted + more, refusedBecause, tried);
    }

    /** Returns these statistics and others together. */
    GenerationStatistics plus(GenerationStatistics more) {
        SortedMap<String, Integer> reasons = new TreeMap<>(refusedBecause);
        more.refusedBecause.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
        return new GenerationStatistics(
                proposed + more.proposed,
                accepted + more.accepted,
                reasons,
                new Share(tried.attempted() + more.tried.attempted(), tried.completed() + more.tried.completed()));
    }

    /** Returns these statistics with one more refused. */
    public GenerationStatistics refusing(String reason) {
        SortedMap<String, Integer> reasons = new TreeMap<>(refusedBecause);
        reasons.merge(reason, 1, Integer::sum);
        return new GenerationStatistics(proposed + 1, accepted, reasons, tried);
    }

    /** Returns these statistics with what is known of the generated tasks' success. */
    public GenerationStatistics tried(Share share) {
        return new GenerationStatistics(proposed, accepted, refusedBecause, share);
    }
}
