/** Language models as the house sees them: a prompt in, a completion out, no library. Read {@link org.tapelearn.llm.Llm} first. */
@NullMarked
package org.tapelearn.llm;

import org.jspecify.annotations.NullMarked;
