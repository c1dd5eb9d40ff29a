/** What an agent can call: names, descriptions and typed parameters. Read {@link org.tapelearn.tool.ToolSpec} first. */
@NullMarked
package org.tapelearn.tool;

import org.jspecify.annotations.NullMarked;
