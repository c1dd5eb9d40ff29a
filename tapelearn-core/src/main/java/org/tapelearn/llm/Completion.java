package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/** What a model answered: text, calls it asks for, or both. */
public record Completion(String text, List<ToolCall> calls, Usage usage) {
    /** The answer to {@link Prompt#NONE}. */
    public static final Completion NONE = new Completion("", List.of(), Usage.NONE);

    public Completion {
        calls = List.copyOf(calls);
    }

    public static Completion text(String text) {
        return new Completion(text, List.of(), Usage.NONE);
    }

    public static Completion call(String thought, ToolCall call) {
        return new Completion(thought, List.of(call), Usage.NONE);
    }
}
