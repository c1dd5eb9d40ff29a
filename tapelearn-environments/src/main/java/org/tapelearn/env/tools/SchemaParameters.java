package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.tool.Parameter;

/** Reads the JSON schema of a tool's arguments as parameters. */
public final class SchemaParameters {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> SAID_BY_TYPE = Set.of("type", "description", "enum", "title");
    private static final int DEEPEST_REFERENCE = 6;

    private SchemaParameters() {}

    /** The parameters of a schema of type object, in its order; what they are is said as far as types and schemas of ours can. */
    public static List<Parameter> of(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(each -> required.add(each.asText()));
        List<Parameter> parameters = new ArrayList<>();
        schema.path("properties")
                .properties()
                .forEach(entry -> parameters.add(parameter(
                        entry.getKey(),
                        inlined(entry.getValue(), schema, DEEPEST_REFERENCE),
                        required.contains(entry.getKey()))));
        return parameters;
    }

    private static Parameter parameter(String name, JsonNode schema, boolean required) {
        List<String> choices = new ArrayList<>();
        schema.path("enum").forEach(each -> {
            if (!each.isNull()) {
                choices.add(each.asText());
            }
        });
        Parameter.Type type = type(schema);
        boolean plain = type != Parameter.Type.ARRAY && type != Parameter.Type.OBJECT;
        ObjectNode more = MAPPER.createObjectNode();
        schema.properties().stream()
                .filter(entry -> !SAID_BY_TYPE.contains(entry.getKey()))
                .forEach(entry -> more.set(entry.getKey(), entry.getValue()));
        return new Parameter(
                name,
                schema.path("description").asText(schema.path("title").asText("")),
                type,
                choices,
                required,
                plain && more.isEmpty() ? Optional.empty() : Optional.of(more));
    }

    private static Parameter.Type type(JsonNode schema) {
        JsonNode said = schema.path("type");
        for (JsonNode each : said.isArray() ? said : MAPPER.createArrayNode().add(said)) {
            Optional<Parameter.Type> type = named(each.asText());
            if (type.isPresent()) {
                return type.get();
            }
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            for (JsonNode each : schema.path(choice)) {
                if (each.has("type") && !each.path("type").asText().equals("null")) {
                    return type(each);
                }
            }
        }
        return schema.has("properties")
                ? Parameter.Type.OBJECT
                : schema.has("items") ? Parameter.Type.ARRAY : Parameter.Type.STRING;
    }

    private static Optional<Parameter.Type> named(String type) {
        return switch (type) {
            case "string" -> Optional.of(Parameter.Type.STRING);
            case "number" -> Optional.of(Parameter.Type.NUMBER);
            case "integer" -> Optional.of(Parameter.Type.INTEGER);
            case "boolean" -> Optional.of(Parameter.Type.BOOLEAN);
            case "array" -> Optional.of(Parameter.Type.ARRAY);
            case "object" -> Optional.of(Parameter.Type.OBJECT);
            default -> Optional.empty();
        };
    }

    /** Puts what a reference within the tool's schema means in its place, since each argument stands alone with us. */
    private static JsonNode inlined(JsonNode node, JsonNode root, int deepest) {
        if (deepest > 0 && node.path("$ref").asText().startsWith("#/")) {
            return inlined(root.at(node.path("$ref").asText().substring(1)), root, deepest - 1);
        }
        if (node instanceof ObjectNode map) {
            ObjectNode whole = MAPPER.createObjectNode();
            map.properties().stream()
                    .filter(entry -> !entry.getKey().equals("$ref"))
                    .forEach(entry -> whole.set(entry.getKey(), inlined(entry.getValue(), root, deepest)));
            return whole;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode whole = MAPPER.createArrayNode();
            list.forEach(each -> whole.add(inlined(each, root, deepest)));
            return whole;
        }
        return node.isMissingNode() ? MAPPER.createObjectNode() : node;
    }
}
