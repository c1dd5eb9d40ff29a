package org.tapelearn.policy;

/**
 * How like the words at some places of the task are to each known word, beside something else: a row of features.
 *
 * @param row the hash of what they stand beside
 * @param values one a known word, with mean 0; shared between rows and never changed
 */
record Likeness(long row, float[] values) {}
