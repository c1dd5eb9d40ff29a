/** Sentence embeddings computed in process. */
@NullMarked
package org.tapelearn.retrieval;

import org.jspecify.annotations.NullMarked;
