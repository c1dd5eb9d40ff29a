package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects features in groups that candidates of one step share, called factors. To learn from a step its factors are kept; to
 * act, only their scores.
 */
final class Factors {
    private final @Nullable Weights weights;
    private final List<Factor> kept = new ArrayList<>();
    private final Slots state = new Slots();
    private final Slots words = new Slots();
    private final Slots beside = new Slots();
    private final Slots memory = new Slots();
    private final Slots names = new Slots();
    private final Slots blanks = new Slots();
    private final List<Likeness> likenesses = new ArrayList<>();
    private double[] scores = new double[256];
    private int count;

    /** Slots of hashed features, a list that grows. */
    static final class Slots {
        int[] slots = new int[64];
        int size;

        void add(long hash) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, size * 2);
            }
            slots[size++] = Table.slot(hash);
        }
    }

    private Factors(@Nullable Weights weights) {
        this.weights = weights;
    }

    /** Keeps every factor. */
    static Factors kept() {
        return new Factors(null);
    }

    /** Scores every factor and keeps nothing else. */
    static Factors scored(Weights weights) {
        return new Factors(weights);
    }

    /** Adds a feature of the attempt's state to the present factor. */
    void add(long hash) {
        state.add(hash);
    }

    /** Adds a feature that names words of the task. */
    void addWord(long hash) {
        words.add(hash);
    }

    /** Adds a feature that names words of the task beside something that it names. */
    void addBeside(long hash) {
        words.add(hash);
        beside.add(hash);
    }

    /** Adds a feature of what memory recalled. */
    void addMemory(long hash) {
        memory.add(hash);
    }

    /** Adds a feature that names things of the world. */
    void addName(long hash) {
        names.add(hash);
    }

    /** Adds a feature of how far the blanks of the task are filled. */
    void addBlank(long hash) {
        blanks.add(hash);
    }

    /** Adds a row of features that say what words of the task are like; an empty one is left out. */
    void addLikeness(long row, float[] values) {
        if (values.length > 0) {
            likenesses.add(new Likeness(row, values));
        }
    }

    /** Ends the present factor, scored by some readings; returns its index. */
    int end(Set<Reading> by) {
        if (weights == null) {
            kept.add(new Factor(
                    Arrays.copyOf(state.slots, state.size),
                    Arrays.copyOf(words.slots, words.size),
                    Arrays.copyOf(beside.slots, beside.size),
                    Arrays.copyOf(memory.slots, memory.size),
                    Arrays.copyOf(names.slots, names.size),
                    Arrays.copyOf(blanks.slots, blanks.size),
                    likenesses.toArray(Likeness[]::new)));
        } else {
            if (count == scores.length) {
                scores = Arrays.copyOf(scores, count * 2);
            }
            scores[count] = weights.score(state, words, beside, memory, names, blanks, likenesses, by);
        }
        state.size = 0;
        words.size = 0;
        beside.size = 0;
        memory.size = 0;
        names.size = 0;
        blanks.size = 0;
        likenesses.clear();
        return count++;
    }

    /** Returns the score of a factor. */
    double score(int factor) {
        return scores[factor];
    }

    /** Returns every factor. */
    Factor[] all() {
        return kept.toArray(Factor[]::new);
    }
}
