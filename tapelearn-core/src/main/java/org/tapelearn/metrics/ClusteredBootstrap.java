package org.tapelearn.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Resamples whole clusters with replacement, because outcomes of one data set or family are not independent (the
 * cluster bootstrap, Davison and Hinkley 1997, section 3.8). Equal seeds and outcomes give equal intervals.
 */
public record ClusteredBootstrap(long seed, int resamples) {
    /** The resamples that reports use. */
    public static final int RESAMPLES = 2_000;

    private static final double TAIL = 0.025;

    /**
     * One outcome: 0 or 1 for a rate, -1, 0 or 1 for the difference of a pair.
     *
     * @param cluster what the outcome depends on: its data set, world or family
     */
    public record Outcome(String cluster, double value) {}

    public ClusteredBootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException(
                    "A bootstrap needs at least 1 resample, but got %d.".formatted(resamples));
        }
    }

    public ClusteredBootstrap(long seed) {
        this(seed, RESAMPLES);
    }

    /**
     * Returns the 95 % percentile interval of the mean outcome. With a single cluster nothing is known of the spread
     * between clusters: the interval then is that mean alone. Throws when there are no outcomes.
     */
    public Interval mean(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("A mean needs at least one outcome, but there is none.");
        }
        List<Total> clusters = totals(outcomes);
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            int count = 0;
            for (int draw = 0; draw < clusters.size(); draw++) {
                Total cluster = clusters.get(random.nextInt(clusters.size()));
                sum += cluster.sum();
                count += cluster.count();
            }
            means[i] = sum / count;
        }
        Arrays.sort(means);
        int cut = (int) Math.floor(TAIL * resamples);
        return new Interval(means[cut], means[resamples - 1 - cut]);
    }

    private static List<Total> totals(List<Outcome> outcomes) {
        Map<String, Total> byCluster = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            byCluster.merge(outcome.cluster(), new Total(outcome.value(), 1), Total::plus);
        }
        return new ArrayList<>(byCluster.values());
    }

    private record Total(double sum, int count) {
        Total plus(Total other) {
            return new Total(sum + other.sum, count + other.count);
        }
    }
}
