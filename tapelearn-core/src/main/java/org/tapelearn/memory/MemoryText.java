package org.tapelearn.memory;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.tape.ToolCall;

/** An item of memory as a model reads it. */
public final class MemoryText {
    private MemoryText() {}

    /** Returns an insight as its number and words, and a demonstration as a short transcript. */
    public static String of(MemoryItem item) {
        return switch (item) {
            case MemoryItem.Insight insight -> "[%s] %s".formatted(insight.id(), insight.text());
            case MemoryItem.Demonstration demonstration -> {
                List<String> lines = new ArrayList<>();
                lines.add("[%s] An attempt that succeeded at: %s".formatted(demonstration.id(), demonstration.cue()));
                int number = 1;
                for (ToolCall call : demonstration.calls()) {
                    lines.add("  %d. %s".formatted(number++, call));
                }
                yield String.join("\n", lines);
            }
        };
    }
}
