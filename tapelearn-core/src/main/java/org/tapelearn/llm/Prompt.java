package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tool.ToolSpec;

/**
 * What a model is asked: the messages so far, and the tools that it may ask for.
 *
 * @param occasion why it is asked; no part of what the model sees
 */
public record Prompt(List<Message> messages, List<ToolSpec> tools, Sampling sampling, Occasion occasion) {
    /** Nothing to ask: the node decides without a model. */
    public static final Prompt NONE = new Prompt(List.of(), List.of());

    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    public Prompt(List<Message> messages, List<ToolSpec> tools) {
        this(messages, tools, Sampling.DEFAULT, Occasion.NONE);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    public Prompt with(Sampling other) {
        return new Prompt(messages, tools, other, occasion);
    }

    public Prompt on(Occasion other) {
        return new Prompt(messages, tools, sampling, other);
    }
}
