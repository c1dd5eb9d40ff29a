package org.tapelearn.tape;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A tool's name with its arguments. Argument values are texts in the order of the tool's parameters; a number is written as
 * its shortest decimal form.
 */
public record ToolCall(String tool, Map<String, String> arguments) {
    public ToolCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** Makes a call from alternating argument names and values. */
    public static ToolCall of(String tool, String... namesAndValues) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ToolCall(tool, arguments);
    }

    /** Returns the argument, or an empty text where it was not given. */
    public String argument(String name) {
        return arguments.getOrDefault(name, "");
    }

    /** Renders the call as {@code tool(name=value, name=value)}. */
    @Override
    public String toString() {
        return arguments.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", ", tool + "(", ")"));
    }
}
