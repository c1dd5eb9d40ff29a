package org.tapelearn.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Tells a tool's fixed choices, which have names to learn about, from the values that differ in every world. */
final class ToolShapes {
    private final Map<String, Shape> shapes = new HashMap<>();

    /** A tool's hash, and its parameters by name. */
    record Shape(long tool, Map<String, Argument> arguments) {
        Argument argument(String name) {
            Argument known = arguments.get(name);
            return known == null ? new Argument(Mix.of(tool, Mix.of(name)), Map.of()) : known;
        }
    }

    /** A parameter's hash, and the hashes of its fixed choices; none when any value may be given. */
    record Argument(long parameter, Map<String, Long> choices) {
        boolean isChoice() {
            return !choices.isEmpty();
        }

        long choice(String value) {
            Long known = choices.get(value);
            return known == null ? Mix.of(parameter, Mix.of(value)) : known;
        }
    }

    ToolShapes(List<ToolSpec> tools) {
        for (ToolSpec tool : tools) {
            long hash = Mix.of(tool.name());
            Map<String, Argument> arguments = new HashMap<>();
            for (Parameter parameter : tool.parameters()) {
                long name = Mix.of(hash, Mix.of(parameter.name()));
                Map<String, Long> choices = new HashMap<>();
                parameter.choices().forEach(value -> choices.put(value, Mix.of(name, Mix.of(value))));
                arguments.put(parameter.name(), new Argument(name, choices));
            }
            shapes.put(tool.name(), new Shape(hash, arguments));
        }
    }

    Shape of(String tool) {
        Shape known = shapes.get(tool);
        return known == null ? new Shape(Mix.of(tool), Map.of()) : known;
    }
}
