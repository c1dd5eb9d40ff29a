package org.tapelearn.learn;

import java.util.Map;
import org.tapelearn.metrics.Binomial;

/**
 * Decides whether a candidate replaces the incumbent: by a paired e-process (Ville's inequality lets it look after each
 * pair) with a veto for regressions. The chance that any of the candidates after a commit is taken though it
 * is no better is at most {@code alpha}, however many there are.
 *
 * @param alpha that chance, in (0, 1)
 * @param maxPairs pairs spent on a comparison at most; pairs that tell nothing count too
 * @param reruns fresh instances that a protected task gets when the candidate failed on it
 */
public record AcceptanceGate(double alpha, int maxPairs, int reruns) {
    /** The fresh instances of a protected task that show a family that fell from 80 to 20 percent in 99 of 100 cases. */
    public static final int RERUNS = 20;

    /** The success rate of the incumbent from which a task is protected. */
    static final double PROTECTED_RATE = 0.8;

    /** The instances on which that rate must have been seen. */
    static final int PROTECTED_INSTANCES = 5;

    public AcceptanceGate {
        if (!(alpha > 0 && alpha < 1) || maxPairs < 1 || reruns < 1) {
            throw new IllegalArgumentException(
                    "The gate needs alpha within (0, 1), pairs and reruns of at least 1, but has %s, %d and %d."
                            .formatted(alpha, maxPairs, reruns));
        }
    }

    public static AcceptanceGate of(LearnerConfig.GateConfig config) {
        return new AcceptanceGate(config.alpha(), config.maxPairs(), RERUNS);
    }

    /**
     * Opens the comparison of the {@code candidate}-th candidate since the last commit, counted from 1.
     *
     * @param record how the incumbent fared on each task before, by task name; pairs of the comparison add to it
     */
    public Comparison open(int candidate, Map<String, Tally> record) {
        return Comparison.open(this, candidate, record);
    }

    /** The error rate of one comparison: alpha / (k (k + 1)), which adds up to alpha over all k. */
    double level(int candidate) {
        return alpha / ((double) candidate * (candidate + 1));
    }

    /** The evidence at which a comparison is decided, as the logarithm of W. */
    double logBar(int candidate) {
        return -StrictMath.log(level(candidate));
    }

    static boolean protects(Tally incumbent) {
        return incumbent.attempts() >= PROTECTED_INSTANCES
                && incumbent.successes() >= PROTECTED_RATE * incumbent.attempts();
    }

    /**
     * Tells whether fresh instances show a task below the protected rate: exact binomial, at level alpha / reruns.
     * (Blocking when two of three fresh instances fail would block most harmless candidates.)
     */
    boolean regressed(Tally fresh) {
        return fresh.attempts() > 0
                && Binomial.atMost(fresh.successes(), fresh.attempts(), PROTECTED_RATE) <= alpha / reruns;
    }
}
