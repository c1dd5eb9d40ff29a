package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/**
 * One message of a prompt.
 *
 * @param requests the calls that an assistant's message asks for; empty for all others
 * @param callId the call that a tool's message answers; empty for all others, and where the calls have no names
 * @param tool the tool that answers; empty where {@code callId} is
 */
public record Message(Role role, String text, List<ToolRequest> requests, String callId, String tool) {
    /** Whose message it is. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        /** The answer to a call; without a name, to the last call before it that has no answer. */
        TOOL
    }

    public Message {
        requests = List.copyOf(requests);
        if (!requests.isEmpty() && role != Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "Only an assistant asks for calls, but this is a message of role (%s).".formatted(role));
        }
        if (!(callId.isEmpty() && tool.isEmpty()) && role != Role.TOOL) {
            throw new IllegalArgumentException(
                    "Only a tool answers a call (%s), but this is a message of role (%s).".formatted(callId, role));
        }
    }

    /** A message with calls that have no names. */
    public Message(Role role, String text, List<ToolCall> calls) {
        this(role, text, calls.stream().map(call -> new ToolRequest("", call)).toList(), "", "");
    }

    public static Message of(Role role, String text) {
        return new Message(role, text, List.of(), "", "");
    }

    /** An assistant's message that asks for calls. */
    public static Message asking(String text, List<ToolRequest> requests) {
        return new Message(Role.ASSISTANT, text, requests, "", "");
    }

    /** A tool's answer to a call. */
    public static Message answer(String callId, String tool, String text) {
        return new Message(Role.TOOL, text, List.of(), callId, tool);
    }

    /** The calls that it asks for. */
    public List<ToolCall> calls() {
        return requests.stream().map(ToolRequest::call).toList();
    }
}
