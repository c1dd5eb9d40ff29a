package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Lists the calls that can be made of what an episode has shown: tools without required arguments, and others with those filled from
 * their choices and from values seen. Arguments that need not be given are left out, and tools that require a list or an object are;
 * an agent that writes its own calls makes those too.
 */
final class GroundedCalls {
    private static final int MOST = 500;
    private static final int MOST_OF_A_TOOL = 60;
    private static final int FEWEST_OF_A_TOOL = 5;
    private static final Set<String> PATHS =
            Set.of("path", "file", "filename", "dir", "directory", "folder", "source", "destination", "uri");

    private GroundedCalls() {}

    /** Tells whether an argument's name says that it takes paths. */
    static boolean takesPath(String parameter) {
        for (String word : parameter
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z]+")) {
            if (PATHS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    static List<ToolCall> of(List<ToolSpec> tools, SeenValues seen) {
        int most = Math.clamp(MOST / Math.max(1, tools.size()), FEWEST_OF_A_TOOL, MOST_OF_A_TOOL);
        List<ToolCall> calls = new ArrayList<>();
        for (ToolSpec tool : tools) {
            calls.addAll(of(tool, seen, most));
        }
        if (calls.isEmpty()) {
            tools.stream()
                    .filter(tool -> tool.effect() == ToolSpec.Effect.ENDS)
                    .forEach(tool -> calls.add(ToolCall.of(
                            tool.name(), tool.parameters().getFirst().name(), "unknown")));
        }
        return calls;
    }

    private static List<ToolCall> of(ToolSpec tool, SeenValues seen, int most) {
        List<Map<String, String>> filled = new ArrayList<>(List.of(Map.of()));
        for (Parameter parameter : tool.parameters()) {
            if (parameter.required()) {
                List<String> values = values(parameter, seen);
                List<Map<String, String>> longer = new ArrayList<>();
                for (Map<String, String> start : filled) {
                    for (String value : values) {
                        if (longer.size() < most) {
                            Map<String, String> next = new LinkedHashMap<>(start);
                            next.put(parameter.name(), value);
                            longer.add(next);
                        }
                    }
                }
                filled = longer;
            }
        }
        return filled.stream()
                .map(arguments -> new ToolCall(tool.name(), arguments))
                .toList();
    }

    private static List<String> values(Parameter parameter, SeenValues seen) {
        if (!parameter.choices().isEmpty()) {
            return parameter.choices();
        }
        return switch (parameter.type()) {
            case STRING -> takesPath(parameter.name()) ? seen.paths() : seen.all();
            case NUMBER -> seen.numbers();
            case INTEGER -> seen.wholeNumbers();
            case BOOLEAN -> List.of("true", "false");
            case ARRAY, OBJECT -> List.of();
        };
    }
}
