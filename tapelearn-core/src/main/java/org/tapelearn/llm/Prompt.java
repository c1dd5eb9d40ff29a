package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tool.ToolSpec;

/** What a model is asked: the messages so far, and the tools that it may ask for. */
public record Prompt(List<Message> messages, List<ToolSpec> tools) {
    /** Nothing to ask: the node decides without a model. */
    public static final Prompt NONE = new Prompt(List.of(), List.of());

    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }
}
