/** Tests of what experiments come to. */
@NullMarked
package org.tapelearn.bench;

import org.jspecify.annotations.NullMarked;
