package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;

/** What a tool gave back, as text: pictures and sounds are named, not shown. */
final class ResultText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultText() {}

    static String of(McpSchema.CallToolResult result) {
        List<String> parts = new ArrayList<>();
        if (result.content() != null) {
            result.content().forEach(content -> parts.add(of(content)));
        }
        if (parts.isEmpty() && result.structuredContent() != null) {
            parts.add(MAPPER.valueToTree(result.structuredContent()).toString());
        }
        return String.join("\n", parts);
    }

    private static String of(McpSchema.Content content) {
        return switch (content) {
            case McpSchema.TextContent text -> String.valueOf(text.text());
            case McpSchema.ImageContent image -> "[a picture: %s]".formatted(image.mimeType());
            case McpSchema.AudioContent audio -> "[a sound: %s]".formatted(audio.mimeType());
            case McpSchema.ResourceLink link -> "[a resource: %s %s]".formatted(link.name(), link.uri());
            case McpSchema.EmbeddedResource embedded ->
                embedded.resource() instanceof McpSchema.TextResourceContents text
                        ? text.text()
                        : "[a resource: %s]".formatted(embedded.resource().uri());
            default -> "[something else: %s]".formatted(content.type());
        };
    }
}
