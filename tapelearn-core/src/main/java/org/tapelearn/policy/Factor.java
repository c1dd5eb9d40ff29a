package org.tapelearn.policy;

/**
 * Features that candidates of one step share.
 *
 * @param state slots of features that say nothing of the task's words; all readings have them
 * @param words slots of features that name words of the task
 * @param beside slots of those among them that stand beside what the task names
 * @param memory slots of features of what memory recalled
 * @param names slots of features that name things of the world
 * @param blanks slots of features of how far the blanks of the task are filled
 * @param likenesses what these words are like
 */
record Factor(int[] state, int[] words, int[] beside, int[] memory, int[] names, int[] blanks, Likeness[] likenesses) {}
