package org.tapelearn.policy;

import java.util.Arrays;

/** A growing list of hashed features with values. */
final class Features {
    private long[] hashes = new long[32];
    private float[] values = new float[32];
    private int size;

    void add(long hash) {
        add(hash, 1f);
    }

    void add(long hash, float value) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        hashes[size] = hash;
        values[size++] = value;
    }

    /** Returns what was added as a factor, and starts anew. */
    Factor take() {
        return take(false);
    }

    Factor take(boolean lasting) {
        int[] slots = new int[size];
        for (int i = 0; i < size; i++) {
            slots[i] = (int) (hashes[i] >>> 32) & Weights.MASK;
        }
        Factor factor = new Factor(slots, Arrays.copyOf(values, size), lasting);
        size = 0;
        return factor;
    }

    /**
     * Features that several candidates of a step share: slots of the weight vector, with values.
     *
     * @param lasting the same object comes again in other steps and attempts, so that its score is worth keeping
     */
    record Factor(int[] slots, float[] values, boolean lasting) {}
}
