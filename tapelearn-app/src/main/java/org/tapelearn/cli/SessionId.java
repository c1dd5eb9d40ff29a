package org.tapelearn.cli;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/** Makes session ids: they sort by time, name the seed, and are unique in their store. */
final class SessionId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private SessionId() {}

    /** Returns an id such as {@code 20261123-051530-s1}; a second one in the same second ends in {@code -2}. */
    static String next(Clock clock, long seed, Predicate<String> taken) {
        String first = "%s-s%d".formatted(TIME.format(clock.instant()), seed);
        String id = first;
        for (int i = 2; taken.test(id); i++) {
            id = "%s-%d".formatted(first, i);
        }
        return id;
    }
}
