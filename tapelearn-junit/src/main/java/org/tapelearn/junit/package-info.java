/** Recorded tapes as JUnit tests of a user's own build. Read {@link org.tapelearn.junit.GoldenTapes} first. */
@NullMarked
package org.tapelearn.junit;

import org.jspecify.annotations.NullMarked;
