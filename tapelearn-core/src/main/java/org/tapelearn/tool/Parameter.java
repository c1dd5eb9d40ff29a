package org.tapelearn.tool;

import java.util.List;

/**
 * One argument of a tool.
 *
 * @param choices the values allowed, in a fixed order; empty when any value of the type may be given
 */
public record Parameter(String name, String description, Type type, List<String> choices, boolean required) {
    /** The JSON types that an argument can have. */
    public enum Type {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN
    }

    public Parameter {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A parameter needs a name; its description is (%s).".formatted(description));
        }
        choices = List.copyOf(choices);
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
