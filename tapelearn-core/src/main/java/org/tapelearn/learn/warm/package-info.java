/** Keeps what successes and failures taught. Read {@link org.tapelearn.learn.warm.MemoryWarmer}. */
@NullMarked
package org.tapelearn.learn.warm;

import org.jspecify.annotations.NullMarked;
