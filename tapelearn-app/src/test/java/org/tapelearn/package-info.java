/** The architecture test: it sees every package of the house. */
@NullMarked
package org.tapelearn;

import org.jspecify.annotations.NullMarked;
