package org.tapelearn.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How alike two texts are by their words. */
public final class Likeness {
    private Likeness() {}

    /** Returns shared words over all words (Jaccard), in [0, 1]. */
    public static double of(String left, String right) {
        Set<String> ours = words(left);
        Set<String> theirs = words(right);
        Set<String> shared = new HashSet<>(ours);
        shared.retainAll(theirs);
        int all = ours.size() + theirs.size() - shared.size();
        return all == 0 ? 1 : (double) shared.size() / all;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
    }
}
