package org.tapelearn.policy;

import java.util.Arrays;

/** A growing list of hashed features. */
final class Features {
    private long[] hashes = new long[32];
    private int size;

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
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
        size = 0;
        return new Factor(slots, lasting);
    }

    /**
     * Features that several candidates of a step share.
     *
     * @param slots of the weight vector
     * @param lasting the same object comes again in other steps and attempts, so that its score is worth keeping
     */
    record Factor(int[] slots, boolean lasting) {}
}
