/** Makes recorded attempts again, to compare them or to go on from the middle. Read {@link org.tapelearn.replay.Replayer} first. */
@NullMarked
package org.tapelearn.replay;

import org.jspecify.annotations.NullMarked;
