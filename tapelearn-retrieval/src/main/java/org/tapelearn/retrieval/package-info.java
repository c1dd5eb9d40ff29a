/** Likeness of meaning, by a small language model in process. */
@NullMarked
package org.tapelearn.retrieval;

import org.jspecify.annotations.NullMarked;
