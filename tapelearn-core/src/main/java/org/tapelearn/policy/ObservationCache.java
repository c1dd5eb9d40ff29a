package org.tapelearn.policy;

import java.util.concurrent.ConcurrentHashMap;

/** Keeps the index of observations that come again and again; bounded, and without influence on any result. */
final class ObservationCache {
    private static final int CAPACITY = 10_000;
    private static final ConcurrentHashMap<String, ObservationIndex> INDEXES = new ConcurrentHashMap<>();

    private ObservationCache() {}

    static ObservationIndex index(String observation) {
        ObservationIndex known = INDEXES.get(observation);
        if (known != null) {
            return known;
        }
        if (INDEXES.size() >= CAPACITY) {
            INDEXES.clear();
        }
        ObservationIndex index = new ObservationIndex(observation);
        INDEXES.put(observation, index);
        return index;
    }
}
