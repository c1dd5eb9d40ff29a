/** Learning from failures beside successes: pairs, first divergence, policy training. Read {@link org.tapelearn.learn.contrast.TrajectoryOptimizer} first. */
@NullMarked
package org.tapelearn.learn.contrast;

import org.jspecify.annotations.NullMarked;
