/** What was learned in words and examples. Read {@link org.tapelearn.memory.Memory} first. */
@NullMarked
package org.tapelearn.memory;

import org.jspecify.annotations.NullMarked;
