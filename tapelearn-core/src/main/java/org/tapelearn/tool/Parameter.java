package org.tapelearn.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One argument of a tool.
 *
 * @param choices the values allowed, in a fixed order; empty when any value of the type may be given
 * @param schema the JSON schema of its values where the type alone does not say it; never changed by who reads it
 */
public record Parameter(
        String name, String description, Type type, List<String> choices, boolean required, Optional<JsonNode> schema) {
    /** The JSON types that an argument can have. */
    public enum Type {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN,
        /** A list, written in a call as JSON. */
        ARRAY,
        /** Named values, written in a call as JSON. */
        OBJECT
    }

    public Parameter {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A parameter needs a name; its description is (%s).".formatted(description));
        }
        choices = List.copyOf(choices);
    }

    /** An argument whose type says all. */
    public Parameter(String name, String description, Type type, List<String> choices, boolean required) {
        this(name, description, type, choices, required, Optional.empty());
    }

    /** A required text argument. */
    public static Parameter text(String name, String description) {
        return new Parameter(name, description, Type.STRING, List.of(), true);
    }

    /** A required argument that is one of {@code choices}. */
    public static Parameter choice(String name, String description, List<String> choices) {
        return new Parameter(name, description, Type.STRING, choices, true);
    }

    /** A required whole number. */
    public static Parameter integer(String name, String description) {
        return new Parameter(name, description, Type.INTEGER, List.of(), true);
    }
}
