/** Who acts: a port that policies and language models implement. Read {@link org.tapelearn.agent.Agent} first. */
@NullMarked
package org.tapelearn.agent;

import org.jspecify.annotations.NullMarked;
