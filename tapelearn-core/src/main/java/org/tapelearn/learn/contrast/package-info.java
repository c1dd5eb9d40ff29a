/** Learning from failures beside successes: pairs, first divergence, training. Read {@link org.tapelearn.learn.contrast.TrajectoryPair} first. */
@NullMarked
package org.tapelearn.learn.contrast;

import org.jspecify.annotations.NullMarked;
