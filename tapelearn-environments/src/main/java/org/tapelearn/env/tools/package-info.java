/**
 * Environments over tools of the user's own: a host that carries out calls, and a file of tasks with checks. Read
 * {@link org.tapelearn.env.tools.ToolEnvironment} first.
 */
@NullMarked
package org.tapelearn.env.tools;

import org.jspecify.annotations.NullMarked;
