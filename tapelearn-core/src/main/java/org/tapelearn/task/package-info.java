/** What is to be done and how it is checked. Read {@link org.tapelearn.task.Task} first. */
@NullMarked
package org.tapelearn.task;

import org.jspecify.annotations.NullMarked;
