/** What a model is shown: templates, fitted to its window, with the words of others fenced as data. Read {@link org.tapelearn.prompt.LlmAgent} first. */
@NullMarked
package org.tapelearn.prompt;

import org.jspecify.annotations.NullMarked;
