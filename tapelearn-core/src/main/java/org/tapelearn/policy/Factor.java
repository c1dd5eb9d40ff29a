package org.tapelearn.policy;

/**
 * Features that candidates of one step share.
 *
 * @param state slots of features that say nothing of the task's words; both readings have them
 * @param words slots of features that name words of the task
 * @param likenesses what these words are like
 */
record Factor(int[] state, int[] words, Likeness[] likenesses) {}
