/** The learning store: sessions, tapes and memory in one SQLite file. */
@NullMarked
package org.tapelearn.store;

import org.jspecify.annotations.NullMarked;
