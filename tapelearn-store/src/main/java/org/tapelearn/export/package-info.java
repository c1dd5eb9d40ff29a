/** Training data out of a session's attempts and recorded model calls; read {@link org.tapelearn.export.TrainingData} first. */
@NullMarked
package org.tapelearn.export;

import org.jspecify.annotations.NullMarked;
