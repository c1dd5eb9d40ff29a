/** Turns findings into reward and outcome. Read {@link org.tapelearn.evaluate.Evaluation} first. */
@NullMarked
package org.tapelearn.evaluate;

import org.jspecify.annotations.NullMarked;
