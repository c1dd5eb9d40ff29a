package org.tapelearn.tape;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A tool's name with its arguments. Argument values are texts in the order of the tool's parameters; a number is written as
 * its shortest decimal form.
 */
public record ToolCall(String tool, Map<String, String> arguments) {
    public ToolCall {
        arguments = FewArguments.copyOf(arguments);
    }

    /** Makes a call from alternating argument names and values. */
    public static ToolCall of(String tool, String... namesAndValues) {
        return new ToolCall(tool, FewArguments.of(namesAndValues.clone()));
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
