/** Text for terminals: harmless, aligned, wrapped. Read {@link org.tapelearn.cli.text.SafeText} first. */
@NullMarked
package org.tapelearn.cli.text;

import org.jspecify.annotations.NullMarked;
