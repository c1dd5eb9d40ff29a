/**
 * ScienceWorld, thirty science tasks in a text world that others made, run in process. Read
 * {@link org.tapelearn.env.scienceworld.ScienceWorldEnvironment} first.
 */
@NullMarked
package org.tapelearn.env.scienceworld;

import org.jspecify.annotations.NullMarked;
