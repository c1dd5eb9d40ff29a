package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.PerTools;
import org.tapelearn.tool.ToolSpec;

/** Arguments of calls between the JSON of a model and the texts of a tape. */
final class CallArguments {
    static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final PerTools<Map<String, JsonNode>> PROPERTIES = new PerTools<>(CallArguments::properties);

    private CallArguments() {}

    /** Reads a call that a model asks for; one whose arguments are no JSON object says so. */
    static ToolRequest read(String id, String tool, String arguments) {
        try {
            JsonNode tree = JSON.readTree(arguments.isBlank() ? "{}" : arguments);
            return tree instanceof ObjectNode object
                    ? new ToolRequest(id, new ToolCall(tool, texts(object)))
                    : ToolRequest.unread(id, tool, arguments);
        } catch (JsonProcessingException garbled) {
            return ToolRequest.unread(id, tool, arguments);
        }
    }

    static Map<String, String> texts(ObjectNode arguments) {
        Map<String, String> texts = new LinkedHashMap<>();
        arguments.properties().forEach(each -> {
            if (!each.getValue().isNull()) {
                texts.put(each.getKey(), text(each.getValue()));
            }
        });
        return texts;
    }

    private static String text(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            return Math.abs(number.scale()) > 40 ? number.toString() : number.toPlainString();
        }
        return value.toString();
    }

    private static Map<String, JsonNode> properties(List<ToolSpec> tools) {
        Map<String, JsonNode> properties = new HashMap<>();
        tools.forEach(tool -> properties.putIfAbsent(tool.name(), tool.schema().path("properties")));
        return properties;
    }

    /** Writes a call's arguments with the types that its tool's schema gives them; what does not fit its type stays a text. */
    static ObjectNode typed(ToolCall call, List<ToolSpec> tools) {
        JsonNode properties = PROPERTIES.of(tools).getOrDefault(call.tool(), MissingNode.getInstance());
        ObjectNode typed = JSON.createObjectNode();
        call.arguments().forEach((name, text) -> typed.set(name, typed(text, properties.path(name))));
        return typed;
    }

    private static JsonNode typed(String text, JsonNode schema) {
        String type = schema.path("type").asText();
        if (!schema.isObject() || type.equals("string")) {
            return JSON.getNodeFactory().textNode(text);
        }
        try {
            JsonNode value = JSON.readTree(text);
            boolean fits = switch (type) {
                case "integer" -> value.isIntegralNumber();
                case "number" -> value.isNumber();
                case "boolean" -> value.isBoolean();
                case "array" -> value.isArray();
                case "object" -> value.isObject();
                default -> value.isContainerNode();
            };
            return fits ? value : JSON.getNodeFactory().textNode(text);
        } catch (JsonProcessingException plain) {
            return JSON.getNodeFactory().textNode(text);
        }
    }
}
