package org.tapelearn.metrics;

/**
 * How likely one of {@code k} fresh attempts succeeds, estimated from attempts made.
 *
 * @param attempts attempts made, at least 1
 * @param successes of them, those that succeeded
 */
public record PassAtK(int attempts, int successes) {
    public PassAtK {
        if (attempts < 1 || successes < 0 || successes > attempts) {
            throw new IllegalArgumentException("Of %d attempts %d cannot have succeeded: at least 1 attempt is needed."
                    .formatted(attempts, successes));
        }
    }

    /**
     * Returns the unbiased estimate 1 - C(n - c, k) / C(n, k), in [0, 1]. Source: Chen et al., arXiv 2107.03374, equation 1.
     *
     * @param k from 1 to the attempts made
     */
    public double of(int k) {
        if (k < 1 || k > attempts) {
            throw new IllegalArgumentException("From %d attempts pass@k is known for k from 1 to %d, but k is %d."
                    .formatted(attempts, attempts, k));
        }
        double none = 1;
        for (int i = 0; i < k; i++) {
            none *= Math.max(0, attempts - successes - i) / (double) (attempts - i);
        }
        return 1 - none;
    }

    /**
     * Returns pass@1 where attempts were made until so many succeeded, so that c / n would be too much: (c - 1) / (n - 1). Source:
     * Haldane, Biometrika 1945 (inverse sampling).
     *
     * @param enough successes after which no more attempts were made, at least 2
     */
    public double firstOf(int enough) {
        return successes >= enough && attempts > 1 ? (successes - 1.0) / (attempts - 1.0) : of(1);
    }
}
