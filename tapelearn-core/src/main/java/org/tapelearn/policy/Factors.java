package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects hashed features in groups that candidates of one step share, called factors. To learn from a step the slots of its
 * features are kept; to act, only their scores.
 */
final class Factors {
    private final @Nullable Weights weights;
    private final List<int[]> kept = new ArrayList<>();
    private int[] slots = new int[64];
    private int size;
    private double[] scores = new double[256];
    private int count;

    private Factors(@Nullable Weights weights) {
        this.weights = weights;
    }

    /** Keeps the slots of every feature. */
    static Factors kept() {
        return new Factors(null);
    }

    /** Scores every factor and keeps nothing else. */
    static Factors scored(Weights weights) {
        return new Factors(weights);
    }

    /** Adds a feature to the present factor. */
    void add(long hash) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        slots[size++] = (int) (hash >>> 32) & Weights.MASK;
    }

    /** Ends the present factor; returns its index. */
    int end() {
        if (weights == null) {
            kept.add(Arrays.copyOf(slots, size));
        } else {
            if (count == scores.length) {
                scores = Arrays.copyOf(scores, count * 2);
            }
            scores[count] = weights.score(slots, size);
        }
        size = 0;
        return count++;
    }

    /** Returns the score of a factor. */
    double score(int factor) {
        return scores[factor];
    }

    /** Returns the slots of each factor. */
    int[][] slots() {
        return kept.toArray(int[][]::new);
    }
}
