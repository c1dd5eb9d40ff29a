package org.tapelearn.export;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;

/** Names every call of a conversation once, and every answer by the call that it answers. */
final class CallIds {
    private final List<Open> open = new ArrayList<>();
    private int next = 1;

    /** A call of the last message that asked for any, without an answer yet. */
    private record Open(String id, ToolRequest request) {}

    private CallIds() {}

    /** An answer to no open call becomes a user's message: no format takes an answer that was not asked for. */
    static List<ChatMessage> in(List<ChatMessage> messages) {
        CallIds ids = new CallIds();
        return messages.stream()
                .map(each -> new ChatMessage(ids.named(each.message()), each.train()))
                .toList();
    }

    private Message named(Message message) {
        return switch (message.role()) {
            case SYSTEM, USER -> message;
            case ASSISTANT -> asking(message);
            case TOOL -> answer(message);
        };
    }

    private Message asking(Message message) {
        open.clear();
        List<ToolRequest> requests = new ArrayList<>();
        for (ToolRequest request : message.requests()) {
            String id = "call_" + next++;
            open.add(new Open(id, request));
            requests.add(new ToolRequest(id, request.call(), request.unread()));
        }
        return Message.asking(message.text(), requests);
    }

    private Message answer(Message message) {
        for (Open call : open) {
            if (message.callId().isEmpty()
                    || message.callId().equals(call.request().id())) {
                open.remove(call);
                return Message.answer(call.id(), call.request().call().tool(), message.text());
            }
        }
        return Message.of(Message.Role.USER, message.text());
    }
}
