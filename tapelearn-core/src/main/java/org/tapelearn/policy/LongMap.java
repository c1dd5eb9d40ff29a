package org.tapelearn.policy;

import java.util.Arrays;

/** A map from hashes to numbers from 0, without boxing: open addressing, keys that are well mixed already. */
final class LongMap {
    static final int NONE = -1;

    private long[] keys = new long[1024];
    private int[] values = new int[1024];
    private int size;

    LongMap() {
        Arrays.fill(values, NONE);
    }

    void clear() {
        Arrays.fill(values, NONE);
        size = 0;
    }

    /** Returns the number of a key, or {@link #NONE}. */
    int get(long key) {
        return values[slot(key)];
    }

    void put(long key, int value) {
        int slot = slot(key);
        if (values[slot] == NONE) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
        if (2 * size > keys.length) {
            grow();
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 17) & mask;
        while (values[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldValues.length * 2];
        Arrays.fill(values, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
