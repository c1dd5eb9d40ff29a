package org.tapelearn.learn.warm;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in memory.
 *
 * @param limit items at most
 * @param byCategory demonstrations and insights by lower-case category
 * @param averageQuality of all items, in [0, 1]; 0 without any
 * @param uses how often attempts recalled items
 * @param successes how many of these attempts succeeded
 */
public record MemoryStatistics(
        int items,
        int limit,
        int demonstrations,
        int insights,
        SortedMap<String, Integer> byCategory,
        double averageQuality,
        long uses,
        long successes,
        int patterns) {
    public MemoryStatistics {
        byCategory = new TreeMap<>(byCategory);
    }
}
