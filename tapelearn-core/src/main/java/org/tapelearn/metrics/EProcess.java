package org.tapelearn.metrics;

/**
 * Evidence that the first of two paired sides succeeds more often: W = mean over lambda of prod(1 + lambda d), with d = 1
 * where only the first succeeds, -1 where only the second does. When neither is better, W is a supermartingale from 1, so that it ever
 * reaches 1 / alpha with probability at most alpha (Ville's inequality): one may look after every pair.
 * The product depends on the two counts alone.
 *
 * @param wins pairs in which only the first side succeeded
 * @param losses pairs in which only the second side succeeded
 */
public record EProcess(int wins, int losses) {
    public static final EProcess START = new EProcess(0, 0);

    /** log(1 + lambda) and log(1 - lambda) for lambda = 0.2, 0.5, 0.8. */
    private static final double[] GAINS = {StrictMath.log(1.2), StrictMath.log(1.5), StrictMath.log(1.8)};

    private static final double[] COSTS = {StrictMath.log(0.8), StrictMath.log(0.5), StrictMath.log(0.2)};

    public EProcess {
        if (wins < 0 || losses < 0) {
            throw new IllegalArgumentException(
                    "Pairs cannot be fewer than 0, but are %d wins and %d losses.".formatted(wins, losses));
        }
    }

    /** Returns the process after one more pair; {@code difference} is 1, 0 or -1. */
    public EProcess next(int difference) {
        return switch (difference) {
            case 1 -> new EProcess(wins + 1, losses);
            case 0 -> this;
            case -1 -> new EProcess(wins, losses + 1);
            default ->
                throw new IllegalArgumentException(
                        "The difference of a pair is 1, 0 or -1, but is %d.".formatted(difference));
        };
    }

    /** Returns the same pairs seen from the second side: evidence that the second is better. */
    public EProcess mirrored() {
        return new EProcess(/* wins= */ losses, /* losses= */ wins);
    }

    /** Returns W; where it exceeds the largest double, that. */
    public double w() {
        return Math.min(StrictMath.exp(logW()), Double.MAX_VALUE);
    }

    /** Returns the natural logarithm of W. */
    public double logW() {
        double[] logs = new double[GAINS.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < GAINS.length; i++) {
            logs[i] = wins * GAINS[i] + losses * COSTS[i];
            largest = Math.max(largest, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - largest);
        }
        return largest + StrictMath.log(sum / GAINS.length);
    }
}
