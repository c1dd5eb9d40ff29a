package org.tapelearn.learn;

import java.util.Locale;

/**
 * Something that happened in a session, as JSON.
 *
 * @param subject what it is about: a version id, an insight id, a metric's name
 */
public record SessionEvent(Kind kind, int round, String subject, String body) {
    /** The kinds, each with a table of its own in the store. */
    public enum Kind {
        VERSION,
        VERDICT,
        INSIGHT,
        METRIC;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
