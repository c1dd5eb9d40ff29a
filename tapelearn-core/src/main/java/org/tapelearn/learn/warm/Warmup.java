package org.tapelearn.learn.warm;

import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.memory.Memory;

/**
 * What warming memory came to.
 *
 * @param trajectoriesStored demonstrations that came in
 * @param memoryCategories items by lower-case category, after it
 * @param successTemplates families and difficulties that have a template, after it
 * @param patternLibrarySize sequences of tools that succeed more often than attempts at large, after it
 * @param memoryQualityAverage mean quality of all items, in [0, 1]
 */
public record Warmup(
        Memory memory,
        PatternLibrary patterns,
        int trajectoriesStored,
        SortedMap<String, Integer> memoryCategories,
        int successTemplates,
        int patternLibrarySize,
        double memoryQualityAverage,
        WarmupMetrics warmupMetrics) {
    /** Nothing was warmed, and nothing is in memory. */
    public static final Warmup NONE = new Warmup(
            Memory.EMPTY, PatternLibrary.EMPTY, 0, new TreeMap<>(), 0, 0, 0, new WarmupMetrics(0, 0, 0, 0, 0));

    public Warmup {
        memoryCategories = new TreeMap<>(memoryCategories);
    }

    /**
     * What it was warmed with.
     *
     * @param attempts attempts looked at
     * @param successes grounded successes among them
     * @param pairs pairs of a better and a worse attempt
     * @param insightsGained insights that came in
     * @param itemsDropped items that had to go: for want of room, or since they harmed
     */
    public record WarmupMetrics(int attempts, int successes, int pairs, int insightsGained, int itemsDropped) {}
}
