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
        return shared(words(left), words(right));
    }

    /** As {@link #of}, of words and pairs of neighbouring words: who says the opposite with the same words is not alike. */
    public static double inOrder(String left, String right) {
        return shared(phrases(left), phrases(right));
    }

    private static double shared(Set<String> ours, Set<String> theirs) {
        Set<String> shared = new HashSet<>(ours);
        shared.retainAll(theirs);
        int all = ours.size() + theirs.size() - shared.size();
        return all == 0 ? 1 : (double) shared.size() / all;
    }

    private static Set<String> phrases(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("\\W+");
        Set<String> phrases = new HashSet<>(List.of(words));
        for (int i = 1; i < words.length; i++) {
            phrases.add(words[i - 1] + " " + words[i]);
        }
        return phrases;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
    }
}
