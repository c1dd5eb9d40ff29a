package org.tapelearn.env.datascience;

/** A column of one table whose values name rows of another. */
record Join(String left, String leftOn, String right, String rightOn) {}
