package org.tapelearn.env.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tapelearn.error.Nearest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Makes the texts of a call into arguments of their parameters' types, or says what is wrong with them. */
final class TypedArguments {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TypedArguments() {}

    /** A call that does not fit its tool: the agent's mistake, in words that help it. */
    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    static ObjectNode of(ToolSpec tool, ToolCall call) throws Misfit {
        List<String> names = tool.parameters().stream().map(Parameter::name).toList();
        for (String given : call.arguments().keySet()) {
            if (!names.contains(given)) {
                throw new Misfit("Tool (%s) has no argument (%s); it has: %s.%s"
                        .formatted(tool.name(), given, String.join(", ", names), Nearest.hint(given, names)));
            }
        }
        ObjectNode arguments = MAPPER.createObjectNode();
        for (Parameter parameter : tool.parameters()) {
            String text = call.arguments().get(parameter.name());
            if (text != null) {
                arguments.set(parameter.name(), typed(tool, parameter, text));
            } else if (parameter.required()) {
                throw new Misfit("Tool (%s) needs the argument (%s).".formatted(tool.name(), parameter.name()));
            }
        }
        return arguments;
    }

    private static JsonNode typed(ToolSpec tool, Parameter parameter, String text) throws Misfit {
        if (!parameter.choices().isEmpty() && !parameter.choices().contains(text)) {
            throw new Misfit("The argument (%s) of tool (%s) is one of (%s), but (%s) was given."
                    .formatted(parameter.name(), tool.name(), String.join(", ", parameter.choices()), text));
        }
        if (parameter.type() == Parameter.Type.STRING) {
            return MAPPER.getNodeFactory().textNode(text);
        }
        JsonNode value = parsed(text);
        boolean fits = switch (parameter.type()) {
            case STRING -> value.isTextual();
            case NUMBER -> value.isNumber();
            case INTEGER -> value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
            case BOOLEAN -> value.isBoolean();
            case ARRAY -> value.isArray();
            case OBJECT -> value.isObject();
        };
        if (!fits) {
            throw new Misfit("The argument (%s) of tool (%s) is %s, but (%s) was given."
                    .formatted(parameter.name(), tool.name(), expected(parameter.type()), text));
        }
        return parameter.type() == Parameter.Type.INTEGER
                ? MAPPER.getNodeFactory().numberNode(value.asLong())
                : value;
    }

    private static String expected(Parameter.Type type) {
        return switch (type) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a JSON list such as [\"a\", \"b\"]";
            case OBJECT -> "a JSON object such as {\"a\": 1}";
        };
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value == null ? MAPPER.missingNode() : value;
        } catch (JsonProcessingException noJson) {
            return MAPPER.missingNode();
        }
    }

    /** Makes a check's arguments, which may be texts of any type, into a call. */
    static ToolCall call(String tool, ObjectNode arguments) {
        Map<String, String> texts = new LinkedHashMap<>();
        arguments
                .properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        entry.getValue().isTextual()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return new ToolCall(tool, texts);
    }

    /** Changes every text, however deep. */
    static JsonNode mapped(JsonNode node, UnaryOperator<String> change) {
        return switch (node) {
            case ObjectNode map -> {
                ObjectNode changed = MAPPER.createObjectNode();
                map.properties().forEach(entry -> changed.set(entry.getKey(), mapped(entry.getValue(), change)));
                yield changed;
            }
            case ArrayNode list -> {
                ArrayNode changed = MAPPER.createArrayNode();
                list.forEach(each -> changed.add(mapped(each, change)));
                yield changed;
            }
            default -> node.isTextual() ? MAPPER.getNodeFactory().textNode(change.apply(node.asText())) : node;
        };
    }
}
