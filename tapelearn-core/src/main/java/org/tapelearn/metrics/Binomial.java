package org.tapelearn.metrics;

/** The exact binomial test. */
public final class Binomial {
    private Binomial() {}

    /** Returns the probability of at most {@code successes} in {@code attempts} when each succeeds with {@code rate}. */
    public static double atMost(int successes, int attempts, double rate) {
        if (attempts < 0 || !(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    "Attempts must be at least 0 and a rate within [0, 1], but they are %d and %s."
                            .formatted(attempts, rate));
        }
        if (successes >= attempts || rate == 0) {
            return successes < 0 ? 0 : 1;
        }
        if (rate == 1) {
            return 0;
        }
        double logChoose = 0;
        double sum = 0;
        for (int i = 0; i <= successes; i++) {
            if (i > 0) {
                logChoose += StrictMath.log(attempts - i + 1.0) - StrictMath.log(i);
            }
            sum += StrictMath.exp(logChoose + i * StrictMath.log(rate) + (attempts - i) * StrictMath.log1p(-rate));
        }
        return Math.min(sum, 1);
    }
}
