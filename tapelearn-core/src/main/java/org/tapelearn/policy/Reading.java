package org.tapelearn.policy;

/**
 * The ways of reading a task. Each is learned for itself, with weights of its own; what is known of the attempt's state
 * belongs to all. Deployed, their logits are added: where the words are known they agree, and where not, the one that
 * knows more decides. Exploring goes by the words, and every other time by memory too.
 */
enum Reading {
    /** Which words there are, and which stand beside one another. */
    WORDS,
    /** Which words stand beside what it names. */
    BESIDE,
    /** How like its words are to the known ones, in meaning. */
    LIKENESS,
    /** What was done for tasks in like words, as far as memory recalls any. */
    MEMORY,
    /** By the names of things too, where they last from task to task; then it and the next are the only ones. */
    NAMES,
    /** By what the task names and is not found yet, found, or used, where names last. */
    BLANKS
}
