package org.tapelearn.learn;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.learn.generate.GenerationStatistics;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.warm.MemoryStatistics;
import org.tapelearn.metrics.LearningMetrics;

/**
 * Where a session stands, as of its last wave or gate.
 *
 * @param phase explore, gate, test, done or stopped; loaded before it runs
 * @param roundsCompleted rounds that passed the gate, whatever it decided
 * @param currentMetrics counted from all attempts so far
 * @param environmentState what was declared, and what the environment offers
 * @param memoryStatistics of the memory that is being warmed
 * @param taskGenerationStats families taken up beyond the seeds
 * @param recentInsights what memory holds in words, those with most evidence first
 * @param seeds what was asked for; those that cannot be checked say what to add
 */
public record LearningProgress(
        String sessionId,
        String phase,
        int roundsCompleted,
        LearningMetrics currentMetrics,
        EnvironmentState environmentState,
        MemoryStatistics memoryStatistics,
        GenerationStatistics taskGenerationStats,
        OptimizationProgress optimizationProgress,
        List<LearningReport.InsightLine> recentInsights,
        List<SeedTask> seeds) {
    public LearningProgress {
        recentInsights = List.copyOf(recentInsights);
        seeds = List.copyOf(seeds);
    }

    /**
     * How far the policy is.
     *
     * @param round the present round, from 1
     * @param wave waves done of it
     * @param waves waves of a round
     * @param versionInForce the last version that passed the gate
     * @param successByFamily how well each practised family goes now: late attempts count most
     */
    public record OptimizationProgress(
            int round,
            int wave,
            int waves,
            String versionInForce,
            LearningReport.Gate gate,
            SortedMap<String, Double> successByFamily) {
        public OptimizationProgress {
            successByFamily = new TreeMap<>(successByFamily);
        }
    }
}
