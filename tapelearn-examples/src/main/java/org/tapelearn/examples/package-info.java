/** How tapelearn is used from Java. */
@NullMarked
package org.tapelearn.examples;

import org.jspecify.annotations.NullMarked;
