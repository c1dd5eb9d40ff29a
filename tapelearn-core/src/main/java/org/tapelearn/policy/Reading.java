package org.tapelearn.policy;

/**
 * The two ways of reading a task. Each is learned for itself, with weights of its own; what is known of the attempt's state
 * belongs to both. Deployed, their logits are added: where the words are known they agree, and where not, the one that
 * knows more decides.
 */
enum Reading {
    /** Which words there are, and which stand beside one another. */
    WORDS,
    /** How like its words are to the known ones, in meaning. */
    LIKENESS
}
