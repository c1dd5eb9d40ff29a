package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import org.tapelearn.env.tools.SchemaParameters;
import org.tapelearn.tool.ToolSpec;

/** Reads a server's tool as one of ours. */
final class ToolSchemas {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ToolSchemas() {}

    /**
     * Reads a tool.
     *
     * @param name the name that it has with us
     */
    static ToolSpec spec(String name, McpSchema.Tool tool, Secrets secrets) {
        return new ToolSpec(
                name,
                tool.description() == null
                        ? ""
                        : secrets.hidden(tool.description().strip()),
                SchemaParameters.of(MAPPER.valueToTree(tool.inputSchema() == null ? Map.of() : tool.inputSchema())),
                isReading(tool) ? ToolSpec.Effect.READS : ToolSpec.Effect.WRITES);
    }

    /** Tells whether the server says that a tool changes nothing; one that says nothing counts as changing. */
    static boolean isReading(McpSchema.Tool tool) {
        McpSchema.ToolAnnotations said = tool.annotations();
        return said != null && Boolean.TRUE.equals(said.readOnlyHint());
    }
}
