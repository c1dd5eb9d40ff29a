package org.tapelearn.policy;

import java.util.List;

/** Knows what words mean in the sentence that they stand in. */
@FunctionalInterface
public interface WordMeanings {
    /** Knows nothing: words that were never learned from stay without meaning. */
    WordMeanings NONE = (text, words) -> new float[0][];

    /**
     * Returns a vector of length 1 for each word, all of one size, where words that mean the same point the same way; or no
     * vector at all where nothing is known. Equal for equal texts, on every machine of the same kind. Safe for use by several
     * threads.
     */
    float[][] of(String text, List<Word> words);

    /**
     * A word of a text.
     *
     * @param text in lower case and stemmed
     * @param start index of its first character
     * @param end index after its last character
     */
    record Word(String text, int start, int end) {}
}
