/** The world an agent acts in: a port that users implement. Read {@link org.tapelearn.environment.Environment} first. */
@NullMarked
package org.tapelearn.environment;

import org.jspecify.annotations.NullMarked;
