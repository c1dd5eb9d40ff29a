package org.tapelearn.bench;

/**
 * A speed and what it is compared with.
 *
 * @param name what was done
 * @param perSecond how often a second
 * @param baseline what the comparison did
 * @param baselinePerSecond how often a second, in the same run
 */
public record Figure(String name, double perSecond, String baseline, double baselinePerSecond) {}
