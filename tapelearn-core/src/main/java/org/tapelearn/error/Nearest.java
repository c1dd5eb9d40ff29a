package org.tapelearn.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one most likely meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * Returns the name of {@code known} with the smallest edit distance to {@code typed}, ignoring case; ties go to
     * the alphabetically first. Empty when even the nearest differs in more than half of its characters.
     */
    public static Optional<String> name(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> 2 * distance(wanted, name.toLowerCase(Locale.ROOT))
                        <= Math.max(wanted.length(), name.length()));
    }

    /** Renders {@link #name} as a line to append to a message: {@code "\nMaybe you meant (x)."}, or nothing. */
    public static String hint(String typed, Collection<String> known) {
        return name(typed, known).map("%nMaybe you meant (%s)."::formatted).orElse("");
    }

    /** Counts the fewest insertions, deletions and substitutions that turn one text into the other (Levenshtein). */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
