/** What others made and a user can have fetched. Read {@link org.tapelearn.install.WheelFile}. */
@NullMarked
package org.tapelearn.install;

import org.jspecify.annotations.NullMarked;
