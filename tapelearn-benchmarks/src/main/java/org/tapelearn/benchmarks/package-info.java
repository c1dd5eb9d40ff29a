/** How fast the core is, measured with JMH; each figure beside a baseline of the same run. */
@NullMarked
package org.tapelearn.benchmarks;

import org.jspecify.annotations.NullMarked;
