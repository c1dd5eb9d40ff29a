/** The inner loop: one attempt at one task. Read {@link org.tapelearn.run.Runner} first. */
@NullMarked
package org.tapelearn.run;

import org.jspecify.annotations.NullMarked;
