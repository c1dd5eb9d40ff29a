/** The record of an attempt: immutable tapes of steps, and their file format. Read {@link org.tapelearn.tape.Tape} first. */
@NullMarked
package org.tapelearn.tape;

import org.jspecify.annotations.NullMarked;
