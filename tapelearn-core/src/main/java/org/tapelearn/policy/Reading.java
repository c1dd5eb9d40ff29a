package org.tapelearn.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The ways of reading a task. Each is learned for itself, with weights of its own; what is known of the attempt's state
 * belongs to all. Deployed, their logits are added: where the words are known they agree, and where not, the one that
 * knows more decides. Exploring goes by the words alone.
 */
enum Reading {
    /** Which words there are, and which stand beside one another. */
    WORDS,
    /** Which words stand beside what it names. */
    BESIDE,
    /** How like its words are to the known ones, in meaning. */
    LIKENESS;

    static final Set<Reading> ALL = Collections.unmodifiableSet(EnumSet.allOf(Reading.class));
    /** Those that need no meanings of words. */
    static final Set<Reading> LITERAL = Collections.unmodifiableSet(EnumSet.of(WORDS, BESIDE));
    /** The one that exploring goes by. */
    static final Set<Reading> EXPLORING = Collections.unmodifiableSet(EnumSet.of(WORDS));
}
