package org.tapelearn.env.datascience;

import java.util.Arrays;

/** Measures of a sample of numbers; NaN where there are too few. */
final class Measures {
    private Measures() {}

    static double of(String measure, double[] values) {
        int count = values.length;
        return switch (measure) {
            case "sum" -> count == 0 ? Double.NaN : Arrays.stream(values).sum();
            case "mean" -> Arrays.stream(values).average().orElse(Double.NaN);
            case "min" -> Arrays.stream(values).min().orElse(Double.NaN);
            case "max" -> Arrays.stream(values).max().orElse(Double.NaN);
            case "median" -> quantile(values, 0.5);
            case "q25" -> quantile(values, 0.25);
            case "q75" -> quantile(values, 0.75);
            case "variance" -> variance(values);
            case "std" -> Math.sqrt(variance(values));
            default -> throw new IllegalArgumentException("No measure is called (%s).".formatted(measure));
        };
    }

    /** The sample variance. */
    private static double variance(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    /** The quantile between the two nearest values, in proportion. */
    private static double quantile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * share;
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    /** The smallest value that at least this share of the values does not exceed. */
    static double mark(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
    }

    /** Pearson's correlation of the pairs in which neither is missing. */
    static double correlation(Frame frame, int x, int y) {
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int row = 0; row < frame.size(); row++) {
            if (!frame.missing(x, row) && !frame.missing(y, row)) {
                sumX += frame.number(x, row);
                sumY += frame.number(y, row);
                count++;
            }
        }
        double meanX = sumX / count;
        double meanY = sumY / count;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row = 0; row < frame.size(); row++) {
            if (!frame.missing(x, row) && !frame.missing(y, row)) {
                double dx = frame.number(x, row) - meanX;
                double dy = frame.number(y, row) - meanY;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        return count < 2 || xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }
}
