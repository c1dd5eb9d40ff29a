package org.tapelearn.llm;

import org.tapelearn.tape.ToolCall;

/**
 * A call that a model asks for.
 *
 * @param id names it for its answer; empty where the model gave it no name
 * @param call the call; without arguments where these could not be read
 * @param unread the arguments as the model wrote them, where they are no JSON object; empty where they could be read
 */
public record ToolRequest(String id, ToolCall call, String unread) {
    public ToolRequest(String id, ToolCall call) {
        this(id, call, "");
    }

    /** A request whose arguments could not be read: the model's own mistake. */
    public static ToolRequest unread(String id, String tool, String arguments) {
        return new ToolRequest(id, ToolCall.of(tool), arguments.isEmpty() ? "(nothing)" : arguments);
    }

    public boolean isReadable() {
        return unread.isEmpty();
    }
}
