package org.tapelearn.learn;

/**
 * A session's head entry.
 *
 * @param configuration the effective configuration, as JSON
 * @param status running, or the stop reason once it has ended
 * @param startedAt the clock's milliseconds at the start
 * @param report the final report as JSON; empty until there is one
 */
public record SessionRecord(
        String id, String environment, long seed, String configuration, String status, long startedAt, String report) {}
