/** Errors that the user can mend. Read {@link org.tapelearn.error.PrerequisiteException}. */
@NullMarked
package org.tapelearn.error;

import org.jspecify.annotations.NullMarked;
