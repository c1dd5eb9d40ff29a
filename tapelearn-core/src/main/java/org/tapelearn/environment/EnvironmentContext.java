package org.tapelearn.environment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a user says about an environment. It is kept beside what the environment shows when asked, and never taken for it.
 *
 * @param availableTools names of tools
 * @param dataSources names of what there is to work on
 * @param capabilities what can be done, by kind
 * @param other whatever else was said, kept as it was
 */
public record EnvironmentContext(
        List<String> availableTools,
        List<String> dataSources,
        SortedMap<String, List<String>> capabilities,
        SortedMap<String, JsonNode> other) {
    public static final EnvironmentContext NONE =
            new EnvironmentContext(List.of(), List.of(), new TreeMap<>(), new TreeMap<>());

    public EnvironmentContext {
        availableTools = List.copyOf(availableTools);
        dataSources = List.copyOf(dataSources);
        SortedMap<String, List<String>> copied = new TreeMap<>();
        capabilities.forEach((kind, what) -> copied.put(kind, List.copyOf(what)));
        capabilities = copied;
        other = new TreeMap<>(other);
    }

    /** What was said, a line for each kind of thing. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!availableTools.isEmpty()) {
            lines.add("Available tools: " + String.join(", ", availableTools));
        }
        if (!dataSources.isEmpty()) {
            lines.add("Data sources: " + String.join(", ", dataSources));
        }
        capabilities.forEach(
                (kind, what) -> lines.add("Capabilities, %s: %s".formatted(kind, String.join(", ", what))));
        other.forEach((name, value) ->
                lines.add("%s: %s".formatted(name, value.isTextual() ? value.textValue() : value.toString())));
        return lines;
    }

    public static EnvironmentContext of(List<String> availableTools, List<String> dataSources) {
        return new EnvironmentContext(availableTools, dataSources, new TreeMap<>(), new TreeMap<>());
    }
}
