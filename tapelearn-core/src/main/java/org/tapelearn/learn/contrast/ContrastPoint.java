package org.tapelearn.learn.contrast;

/**
 * One way in which the attempts of a pair differ.
 *
 * @param call the index of the better attempt's call that it is about, from 0
 * @param better what the better attempt did or saw; empty where it had ended
 * @param worse what the worse attempt did or saw; empty where it had ended
 */
public record ContrastPoint(Kind kind, int call, String better, String worse) {
    /** What differs. */
    public enum Kind {
        /** The first call that differs after an equal history. */
        FIRST_DIVERGENCE,
        /** Aligned calls of different tools. */
        TOOL,
        /** Aligned calls of one tool with different arguments. */
        ARGUMENT,
        /** Equal calls that were answered differently. */
        OBSERVATION,
        /** What each did after it was first answered by an error. */
        RECOVERY
    }
}
