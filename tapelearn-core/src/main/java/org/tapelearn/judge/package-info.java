/** Judges of attempts that nothing can check, and how often they are wrong. Read {@link org.tapelearn.judge.JudgePanel} first. */
@NullMarked
package org.tapelearn.judge;

import org.jspecify.annotations.NullMarked;
