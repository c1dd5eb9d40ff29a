package org.tapelearn.learn;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;

/**
 * What is counted of exploring attempts, wave by wave, for {@link org.tapelearn.metrics.LearningMetrics}.
 *
 * @param rewards the sum of all rewards
 * @param firstSuccesses tasks whose first attempt succeeded
 * @param tools tools of which a call was answered by something else than an error
 * @param sources data sources that such a call named, or that its task was about
 */
record Counts(
        SortedMap<String, Share> byCategory,
        SortedMap<String, Share> byDifficulty,
        SortedMap<String, Share> byFamily,
        long attempts,
        long successes,
        double rewards,
        long firstSuccesses,
        int waves,
        Trend trend,
        long pairs,
        int warmups,
        Set<String> tools,
        Set<String> sources,
        WeakVerdicts weak) {
    static final Counts NONE = new Counts(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            0,
            0,
            0,
            0,
            0,
            Trend.NONE,
            0,
            0,
            new TreeSet<>(),
            new TreeSet<>(),
            WeakVerdicts.NONE);

    Counts {
        byCategory = new TreeMap<>(byCategory);
        byDifficulty = new TreeMap<>(byDifficulty);
        byFamily = new TreeMap<>(byFamily);
        tools = new TreeSet<>(tools);
        sources = new TreeSet<>(sources);
        // sessions of earlier versions have none
        weak = Objects.requireNonNullElse(weak, WeakVerdicts.NONE);
    }

    /** Sums from which the least-squares line through the waves' success is known. */
    record Trend(double n, double x, double y, double xy, double xx) {
        static final Trend NONE = new Trend(0, 0, 0, 0, 0);

        Trend with(double at, double value) {
            return new Trend(n + 1, x + at, y + value, xy + at * value, xx + at * at);
        }

        /** The slope; 0 before two waves. */
        double slope() {
            double spread = n * xx - x * x;
            return spread > 0 ? (n * xy - x * y) / spread : 0;
        }
    }

    /** The tasks attempted, and those with a success. */
    Share tasks() {
        int attempted = 0;
        int completed = 0;
        for (Share share : byFamily.values()) {
            attempted += share.attempted();
            completed += share.completed();
        }
        return new Share(attempted, completed);
    }

    /**
     * Returns the counts with a wave's attempts.
     *
     * @param known the names of the environment's data sources
     */
    Counts afterWave(List<Judged> rollouts, List<TrajectoryPair> newPairs, boolean warmed, Set<String> known) {
        SortedMap<String, Share> categories = new TreeMap<>(byCategory);
        SortedMap<String, Share> difficulties = new TreeMap<>(byDifficulty);
        SortedMap<String, Share> families = new TreeMap<>(byFamily);
        long first = firstSuccesses;
        for (List<Judged> attemptsAtOne : TrajectoryOptimizer.byTask(rollouts).values()) {
            List<Judged> scored = attemptsAtOne.stream().filter(Judged::scored).toList();
            if (!scored.isEmpty()) {
                Judged one = scored.getFirst();
                boolean done = scored.stream().anyMatch(Judged::success);
                add(categories, one.task().category().name().toLowerCase(Locale.ROOT), done);
                add(difficulties, one.task().difficulty().name().toLowerCase(Locale.ROOT), done);
                add(families, one.task().family(), done);
                first += one.success() ? 1 : 0;
            }
        }
        Tally tally = LearningSession.tally(rollouts);
        double earned = 0;
        Set<String> used = new TreeSet<>(tools);
        Set<String> seen = new TreeSet<>(sources);
        for (Judged attempt : rollouts) {
            if (!attempt.task().checkable()) {
                continue;
            }
            earned += attempt.reward();
            note(attempt, known, used, seen);
        }
        return new Counts(
                categories,
                difficulties,
                families,
                attempts + tally.attempts(),
                successes + tally.successes(),
                rewards + earned,
                first,
                waves + 1,
                tally.attempts() == 0 ? trend : trend.with(waves, tally.rate()),
                pairs + newPairs.stream().filter(pair -> !pair.weak()).count(),
                warmups + (warmed ? 1 : 0),
                used,
                seen,
                weak.after(rollouts, newPairs));
    }

    private static void add(SortedMap<String, Share> shares, String name, boolean done) {
        shares.put(name, shares.getOrDefault(name, Share.NONE).plus(done));
    }

    private static void note(Judged attempt, Set<String> known, Set<String> used, Set<String> seen) {
        ToolCall last = null;
        for (Step step : attempt.rollout().tape().steps()) {
            if (step instanceof Step.Action action) {
                last = action.call();
            } else if (step instanceof Step.Observation observation && last != null && !observation.error()) {
                used.add(last.tool());
                last.arguments().values().stream().filter(known::contains).forEach(seen::add);
                if (known.contains(attempt.task().group())) {
                    seen.add(attempt.task().group());
                }
            }
        }
    }
}
