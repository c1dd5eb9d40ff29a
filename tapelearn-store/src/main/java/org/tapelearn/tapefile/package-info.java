/** Tapes in files: TapeAgents' JSON, YAML and SQLite call logs. Read {@link org.tapelearn.tapefile.TapeFile} first. */
@NullMarked
package org.tapelearn.tapefile;

import org.jspecify.annotations.NullMarked;
