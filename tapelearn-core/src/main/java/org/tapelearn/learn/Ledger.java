package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.generate.GenerationStatistics;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.warm.PatternLibrary;
import org.tapelearn.metrics.LearningMetrics.Share;

/**
 * What a session keeps an account of beside what the next step depends on: its seeds, its figures, and what it was asked for.
 *
 * @param seeds what the user wants learned, in the order taken up
 * @param context what the user said about the environment
 * @param additions seeds that came while it learned, and the wave before which each fell
 * @param generation families proposed by the generator
 * @param goal how far to learn; null to go by the configuration
 */
record Ledger(
        Counts counts,
        PatternLibrary patterns,
        List<SeedTask> seeds,
        EnvironmentContext context,
        List<Addition> additions,
        GenerationStatistics generation,
        @Nullable Goal goal) {
    static final Ledger NONE = new Ledger(
            Counts.NONE,
            PatternLibrary.EMPTY,
            List.of(),
            EnvironmentContext.NONE,
            List.of(),
            GenerationStatistics.NONE,
            null);

    Ledger {
        seeds = List.copyOf(seeds);
        additions = List.copyOf(additions);
    }

    /** Seeds that came while the session learned, before a wave of a round. */
    record Addition(int round, int wave, List<String> seeds) {
        Addition {
            seeds = List.copyOf(seeds);
        }
    }

    /** How far to learn: rounds at most, and the success from which learning counts as solved. */
    record Goal(int maxRounds, double convergenceThreshold) {}

    static Ledger of(List<SeedTask> seeds, EnvironmentContext context) {
        return new Ledger(
                Counts.NONE, PatternLibrary.EMPTY, seeds, context, List.of(), GenerationStatistics.NONE, null);
    }

    Ledger with(Counts countsNow, PatternLibrary patternsNow, GenerationStatistics generationNow) {
        return new Ledger(countsNow, patternsNow, seeds, context, additions, generationNow, goal);
    }

    Ledger with(Goal goalNow) {
        return new Ledger(counts, patterns, seeds, context, additions, generation, goalNow);
    }

    /** The ledger with seeds that came before a wave. */
    Ledger adding(List<SeedTask> more, int round, int wave) {
        List<SeedTask> all = new ArrayList<>(seeds);
        all.addAll(more);
        List<Addition> longer = new ArrayList<>(additions);
        longer.add(new Addition(round, wave, more.stream().map(SeedTask::id).toList()));
        return new Ledger(counts, patterns, all, context, longer, generation, goal);
    }

    GenerationStatistics after(AutonomousTaskGenerator.Generation generated) {
        GenerationStatistics statistics =
                generation.accepting(generated.admitted().size());
        for (String reason : generated.refused().values()) {
            statistics = statistics.refusing(reason);
        }
        return statistics;
    }

    /** What came of generating, with the success of the tasks of families that no seed asks for. */
    GenerationStatistics generationSoFar() {
        Set<String> asked = new HashSet<>();
        seeds.forEach(seed -> asked.addAll(seed.families()));
        Share tried = Share.NONE;
        for (Map.Entry<String, Share> family : counts.byFamily().entrySet()) {
            if (!asked.contains(family.getKey())) {
                tried = new Share(
                        tried.attempted() + family.getValue().attempted(),
                        tried.completed() + family.getValue().completed());
            }
        }
        return generation.tried(tried);
    }
}
