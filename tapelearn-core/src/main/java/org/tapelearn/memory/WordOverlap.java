package org.tapelearn.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How alike two texts are by their words. */
public final class WordOverlap {
    private WordOverlap() {}

    /** Returns shared words over all words (Jaccard), in [0, 1]. */
    public static double of(String left, String right) {
        return shared(words(left), words(right));
    }

    /** As {@link #of}, but 0 where shared words first come in another order: that may well say the opposite. */
    public static double inOrder(String left, String right) {
        List<String> ours = new ArrayList<>(words(left));
        List<String> theirs = new ArrayList<>(words(right));
        ours.retainAll(words(right));
        theirs.retainAll(words(left));
        return ours.equals(theirs) ? of(left, right) : 0;
    }

    private static double shared(Set<String> ours, Set<String> theirs) {
        Set<String> shared = new HashSet<>(ours);
        shared.retainAll(theirs);
        int all = ours.size() + theirs.size() - shared.size();
        return all == 0 ? 1 : (double) shared.size() / all;
    }

    private static Set<String> words(String text) {
        return new LinkedHashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
    }
}
