/** Hosted and local language models as the house's {@link org.tapelearn.llm.Llm}, through LangChain4j. */
@NullMarked
package org.tapelearn.langchain4j;

import org.jspecify.annotations.NullMarked;
