/** The command line. */
@NullMarked
package org.tapelearn.cli;

import org.jspecify.annotations.NullMarked;
