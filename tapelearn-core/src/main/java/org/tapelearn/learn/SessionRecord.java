package org.tapelearn.learn;

import java.util.regex.Pattern;
import org.tapelearn.error.PrerequisiteException;

/**
 * A session's head entry.
 *
 * @param id 1 to 80 letters, digits, - or _
 * @param configuration the effective configuration, as JSON
 * @param status running, or the stop reason once it has ended
 * @param startedAt the clock's milliseconds at the start
 * @param report the final report as JSON; empty until there is one. A running session that has one waits for a row of it
 */
public record SessionRecord(
        String id, String environment, long seed, String configuration, String status, long startedAt, String report) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    public SessionRecord {
        requireId(id);
    }

    /** Throws {@link PrerequisiteException} unless the text can be a session's id, which may become a file's name. */
    public static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new PrerequisiteException("""
                    A session's id has 1 to 80 letters (a-z), digits, - or _, but this one is (%s).
                    Choose another id.""".formatted(id));
        }
    }
}
