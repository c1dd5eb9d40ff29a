package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/**
 * One message of a prompt.
 *
 * @param calls the calls that an assistant's message asks for; empty for all others
 */
public record Message(Role role, String text, List<ToolCall> calls) {
    /** Whose message it is. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        /** The answer to the call of the message before. */
        TOOL
    }

    public Message {
        calls = List.copyOf(calls);
        if (!calls.isEmpty() && role != Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "Only an assistant asks for calls, but this is a message of role (%s).".formatted(role));
        }
    }

    public static Message of(Role role, String text) {
        return new Message(role, text, List.of());
    }
}
