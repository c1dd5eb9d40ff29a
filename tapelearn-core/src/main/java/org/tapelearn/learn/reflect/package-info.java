/** Learning in context: a model writes insights from pairs, and code decides which of them may be kept. Read {@link org.tapelearn.learn.reflect.ContextTrainer} first. */
@NullMarked
package org.tapelearn.learn.reflect;

import org.jspecify.annotations.NullMarked;
