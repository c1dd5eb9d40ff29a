/** Tables to ask about, tools to ask with, and checkers that decide. Read {@link org.tapelearn.env.datascience.DataScienceEnvironment} first. */
@NullMarked
package org.tapelearn.env.datascience;

import org.jspecify.annotations.NullMarked;
