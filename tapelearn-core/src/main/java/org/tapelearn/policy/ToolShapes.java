package org.tapelearn.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Tells a tool's fixed choices, which have names to learn about, from the values that differ in every world. */
final class ToolShapes {
    private final Map<String, Set<String>> choiceParameters = new HashMap<>();

    ToolShapes(List<ToolSpec> tools) {
        for (ToolSpec tool : tools) {
            Set<String> choices = new HashSet<>();
            for (Parameter parameter : tool.parameters()) {
                if (!parameter.choices().isEmpty()) {
                    choices.add(parameter.name());
                }
            }
            choiceParameters.put(tool.name(), choices);
        }
    }

    boolean isChoice(String tool, String parameter) {
        return choiceParameters.getOrDefault(tool, Set.of()).contains(parameter);
    }
}
