package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the function of a tool call, whose arguments files write as an object or as JSON within a text. */
final class Arguments {
    private Arguments() {}

    /** Returns the call, or null where there is none. */
    static @Nullable ToolCall call(JsonNode function) {
        String name = JsonTree.text(function.get("name"));
        JsonNode arguments = function.path("arguments");
        if (arguments.isTextual()) {
            arguments = within(arguments.textValue());
        }
        return name == null || !arguments.isObject() ? null : new ToolCall(name, texts(arguments));
    }

    /** Tells whether the function is written as this house writes one: name, then arguments that are all texts. */
    static boolean isOwn(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        if (function.size() != 2
                || !arguments.isObject()
                || !function.fieldNames().next().equals("name")) {
            return false;
        }
        for (JsonNode value : arguments) {
            if (!value.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** Reads JSON within a text; an empty object where there is none, since models write what they like. */
    private static JsonNode within(String text) {
        try (JsonParser parser = JsonTree.factoryFor(TapeLimits.DEFAULT).createParser(text)) {
            if (parser.nextToken() == null) {
                return JsonTree.NODES.objectNode();
            }
            JsonNode tree = JsonTree.read(parser);
            return tree instanceof ObjectNode && parser.nextToken() == null ? tree : JsonTree.NODES.objectNode();
        } catch (IOException | TapeFormatException unreadable) {
            return JsonTree.NODES.objectNode();
        }
    }

    private static Map<String, String> texts(JsonNode arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        arguments
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        entry.getValue().isTextual() ? entry.getValue().textValue() : TapeJson.text(entry.getValue())));
        return values;
    }
}
