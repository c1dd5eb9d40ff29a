/** Makes new tasks from measured progress. Read {@link org.tapelearn.learn.generate.AutonomousTaskGenerator}. */
@NullMarked
package org.tapelearn.learn.generate;

import org.jspecify.annotations.NullMarked;
