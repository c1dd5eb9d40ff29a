package org.tapelearn.policy;

/**
 * The candidates of one step as sums of shared factors.
 *
 * @param factors the features
 * @param members for each candidate, the indices of its factors
 * @param base for each candidate, a fixed part of its logit
 */
record Choice(Factor[] factors, int[][] members, double[] base) {
    /** Returns the logits by one reading, one a candidate. */
    double[] logits(Weights weights, Reading reading) {
        double[] scores = new double[factors.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = weights.score(factors[i], reading);
        }
        double[] logits = base.clone();
        for (int i = 0; i < logits.length; i++) {
            for (int member : members[i]) {
                logits[i] += scores[member];
            }
        }
        return logits;
    }

    /** Turns logits into probabilities in place; StrictMath, so that every machine gets the same bits. */
    static double[] softmax(double[] logits, double temperature) {
        double top = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            top = Math.max(top, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.exp((logits[i] - top) / temperature);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return logits;
    }

    /** Climbs the log-probability of a candidate: {@code scale * d log pi(chosen) / d weights}, at the given probabilities. */
    void climb(Weights weights, Reading reading, double[] probabilities, int chosen, double scale, double rate) {
        double[] slopes = new double[factors.length];
        for (int i = 0; i < members.length; i++) {
            double slope = (i == chosen ? 1 : 0) - probabilities[i];
            for (int member : members[i]) {
                slopes[member] += slope;
            }
        }
        for (int i = 0; i < slopes.length; i++) {
            if (Math.abs(slopes[i]) > 1e-4) {
                weights.climb(factors[i], reading, scale * slopes[i], rate);
            }
        }
    }
}
