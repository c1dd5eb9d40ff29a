package org.tapelearn.store;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.tool.ToolSpec;

/** The sets of tools that a session's calls offer, each turned into text once. Used by one thread at a time. */
final class ToolSets {
    /** No tools. */
    static final Known NONE = new Known("", "[]");

    private final Map<List<ToolSpec>, Known> sets = new HashMap<>();
    private List<ToolSpec> last = List.of();
    private Known lastKnown = NONE;

    /**
     * A set of tools.
     *
     * @param fingerprint of the text
     * @param body the text: JSON
     */
    record Known(String fingerprint, String body) {
        private static Known of(List<ToolSpec> tools) {
            String body = ExactJson.encodable(PromptJson.tools(tools).toString());
            return new Known(Fingerprint.of(body.getBytes(StandardCharsets.UTF_8)), body);
        }
    }

    /** Most calls offer the very list that the one before offered. */
    Known of(List<ToolSpec> tools) {
        if (!tools.equals(last)) {
            lastKnown = tools.isEmpty() ? NONE : sets.computeIfAbsent(tools, Known::of);
            last = tools;
        }
        return lastKnown;
    }
}
