package org.tapelearn.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tapelearn.tool.PerTools;
import org.tapelearn.tool.ToolSpec;

/** Tools' JSON schemas as LangChain4j has them; what it has no class for goes through as it is written. */
final class Schemas {
    private static final PerTools<List<ToolSpecification>> OF_TOOLS = new PerTools<>(Schemas::made);

    private Schemas() {}

    static List<ToolSpecification> of(List<ToolSpec> tools) {
        return OF_TOOLS.of(tools);
    }

    private static List<ToolSpecification> made(List<ToolSpec> tools) {
        return tools.stream()
                .map(tool -> ToolSpecification.builder()
                        .name(tool.name())
                        .description(tool.description())
                        .parameters(object(tool.schema()))
                        .build())
                .toList();
    }

    static JsonObjectSchema object(JsonNode schema) {
        Map<String, JsonSchemaElement> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), element(each.getValue())));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        JsonObjectSchema.Builder made = JsonObjectSchema.builder()
                .description(description(schema))
                .addProperties(properties)
                .required(required);
        if (schema.path("additionalProperties").isBoolean()) {
            made.additionalProperties(schema.path("additionalProperties").booleanValue());
        }
        return made.build();
    }

    private static JsonSchemaElement element(JsonNode schema) {
        String description = description(schema);
        if (isTexts(schema.path("enum"))) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.textValue()));
            return JsonEnumSchema.builder()
                    .description(description)
                    .enumValues(values)
                    .build();
        }
        return switch (isPlain(schema) ? schema.path("type").asText() : "") {
            case "string" -> JsonStringSchema.builder().description(description).build();
            case "integer" ->
                JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" ->
                JsonBooleanSchema.builder().description(description).build();
            case "object" -> object(schema);
            case "array" ->
                JsonArraySchema.builder()
                        .description(description)
                        .items(schema.has("items") ? element(schema.get("items")) : JsonRawSchema.from("{}"))
                        .build();
            default -> JsonRawSchema.from(schema.toString());
        };
    }

    /** Tells whether LangChain4j's classes can say all that the schema says. */
    private static boolean isPlain(JsonNode schema) {
        for (var property : schema.properties()) {
            switch (property.getKey()) {
                case "type", "description", "properties", "required", "additionalProperties", "items" -> {}
                default -> {
                    return false;
                }
            }
        }
        return schema.path("additionalProperties").isMissingNode()
                || schema.path("additionalProperties").isBoolean();
    }

    private static boolean isTexts(JsonNode values) {
        if (!values.isArray() || values.isEmpty()) {
            return false;
        }
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String description(JsonNode schema) {
        return schema.path("description").textValue();
    }
}
