/** Figures with their uncertainty: intervals and sequential tests. Imports nothing of the house. */
@NullMarked
package org.tapelearn.metrics;

import org.jspecify.annotations.NullMarked;
