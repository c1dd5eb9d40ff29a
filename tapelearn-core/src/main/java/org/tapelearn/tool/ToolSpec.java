package org.tapelearn.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Describes a tool so that a language model can call it and a trainable policy can tell its arguments apart. */
public record ToolSpec(String name, String description, List<Parameter> parameters, Effect effect) {
    /** What calling the tool can change. */
    public enum Effect {
        /** Looks, and changes nothing. */
        READS,
        /** Adds to the scratch space of its own episode. */
        WRITES,
        /** Ends the episode. */
        ENDS
    }

    public ToolSpec {
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "A tool name has 1 to 64 letters, digits, '_' or '-', but this one is (%s).".formatted(name));
        }
        parameters = List.copyOf(parameters);
    }

    /** Returns the JSON schema of the arguments: an object with one property per parameter, none other allowed. */
    public JsonNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (Parameter parameter : parameters) {
            ObjectNode property = properties.putObject(parameter.name());
            parameter
                    .schema()
                    .ifPresent(own -> own.properties()
                            .forEach(entry -> property.set(
                                    entry.getKey(), entry.getValue().deepCopy())));
            property.put("type", parameter.type().name().toLowerCase(Locale.ROOT));
            property.put("description", parameter.description());
            if (!parameter.choices().isEmpty()) {
                parameter.choices().forEach(property.putArray("enum")::add);
            }
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        return schema.put("additionalProperties", false);
    }
}
