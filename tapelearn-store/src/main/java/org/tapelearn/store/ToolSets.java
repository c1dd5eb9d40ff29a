package org.tapelearn.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.tool.ToolSpec;

/** The sets of tools that a session's calls offer, each turned into text once. Used by one thread at a time. */
final class ToolSets {
    private final Map<List<ToolSpec>, KeptText> sets = new HashMap<>();
    private List<ToolSpec> last = List.of();
    private KeptText lastKept = KeptText.NONE;

    /** Returns their text, which is JSON; of no tools, no text. Most calls offer the very list that the one before offered. */
    KeptText of(List<ToolSpec> tools) {
        if (!tools.equals(last)) {
            lastKept = tools.isEmpty()
                    ? KeptText.NONE
                    : sets.computeIfAbsent(
                            tools,
                            some -> KeptText.of(
                                    ExactJson.encodable(PromptJson.tools(some).toString())));
            last = tools;
        }
        return lastKept;
    }
}
