/**
 * Java methods as a host of tools: those of an object that LangChain4j's {@code @Tool} marks. Read
 * {@link org.tapelearn.env.tools.methods.MethodToolHost} first.
 */
@NullMarked
package org.tapelearn.env.tools.methods;

import org.jspecify.annotations.NullMarked;
