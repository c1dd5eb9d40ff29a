package org.tapelearn.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/**
 * The tools that an agent was offered.
 *
 * @param list a JSON list of names, descriptions and schemas; never changed by who reads it
 */
record OfferedTools(JsonNode list) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static OfferedTools of(List<ToolSpec> tools) {
        return new OfferedTools(PromptJson.tools(tools));
    }

    static OfferedTools parse(String json) {
        return new OfferedTools(TapeJson.tree(json));
    }

    /** Returns the tools as functions, which is how chat templates and endpoints name them. */
    ArrayNode functions() {
        ArrayNode functions = NODES.arrayNode();
        for (JsonNode tool : list) {
            functions.addObject().put("type", "function").set("function", tool.deepCopy());
        }
        return functions;
    }

    /** Writes a call's arguments with the types of its tool's schema; what does not fit its type stays a text. */
    ObjectNode arguments(ToolCall call) {
        JsonNode properties = NODES.objectNode();
        for (JsonNode tool : list) {
            if (tool.path("name").asText().equals(call.tool())) {
                properties = tool.path("parameters").path("properties");
            }
        }
        ObjectNode arguments = NODES.objectNode();
        for (var argument : call.arguments().entrySet()) {
            String type = properties.path(argument.getKey()).path("type").asText();
            arguments.set(argument.getKey(), typed(argument.getValue(), type));
        }
        return arguments;
    }

    private static JsonNode typed(String text, String type) {
        if (type.isEmpty() || type.equals("string")) {
            return NODES.textNode(text);
        }
        try {
            JsonNode value = TapeJson.tree(text);
            boolean fits = switch (type) {
                case "integer" -> value.isIntegralNumber();
                case "number" -> value.isNumber();
                case "boolean" -> value.isBoolean();
                case "array" -> value.isArray();
                case "object" -> value.isObject();
                default -> false;
            };
            return fits ? value : NODES.textNode(text);
        } catch (TapeFormatException plain) {
            return NODES.textNode(text);
        }
    }
}
