package org.tapelearn.metrics;

/** The score interval of a proportion (Wilson 1927): it stays within [0, 1] and holds for few attempts too. */
public final class Wilson {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private Wilson() {}

    /** Returns the 95 % interval of a success rate; without attempts it is [0, 1]. */
    public static Interval interval(int successes, int attempts) {
        if (successes < 0 || successes > attempts) {
            throw new IllegalArgumentException("The successes must be between 0 and the attempts, but are %d of %d."
                    .formatted(successes, attempts));
        }
        if (attempts == 0) {
            return new Interval(0, 1);
        }
        double n = attempts;
        double rate = successes / n;
        double shrink = 1 + Z * Z / n;
        double centre = (rate + Z * Z / (2 * n)) / shrink;
        double reach = Z / shrink * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        double low = successes == 0 ? 0 : Math.max(0, centre - reach);
        double high = successes == attempts ? 1 : Math.min(1, centre + reach);
        return new Interval(low, high);
    }
}
