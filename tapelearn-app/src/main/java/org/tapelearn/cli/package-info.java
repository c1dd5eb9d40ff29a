/** The command line. Read {@link org.tapelearn.cli.Main} first, then {@link org.tapelearn.cli.LearnCommand}. */
@NullMarked
package org.tapelearn.cli;

import org.jspecify.annotations.NullMarked;
