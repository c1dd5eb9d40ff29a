/** What is seen while a session learns. Read {@link org.tapelearn.cli.live.Display} first. */
@NullMarked
package org.tapelearn.cli.live;

import org.jspecify.annotations.NullMarked;
