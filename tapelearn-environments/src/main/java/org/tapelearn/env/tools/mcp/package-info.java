/**
 * MCP servers as a host of tools: started as processes or reached by URL. Read {@link org.tapelearn.env.tools.mcp.McpToolHost} first.
 */
@NullMarked
package org.tapelearn.env.tools.mcp;

import org.jspecify.annotations.NullMarked;
