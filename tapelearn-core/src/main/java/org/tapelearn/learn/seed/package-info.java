/** Turns the user's descriptions into tasks that can be checked. Read {@link org.tapelearn.learn.seed.SeedTaskManager}. */
@NullMarked
package org.tapelearn.learn.seed;

import org.jspecify.annotations.NullMarked;
