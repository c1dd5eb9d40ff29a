package org.tapelearn.export;

import org.tapelearn.llm.Message;

/**
 * One message of a conversation.
 *
 * @param train whether a model is to learn to say it: only what the agent itself produced, in one piece
 */
record ChatMessage(Message message, boolean train) {
    ChatMessage {
        if (train && message.role() != Message.Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "Only what an assistant said is trained on, but this is a message of role (%s)."
                            .formatted(message.role()));
        }
    }

    static ChatMessage shown(Message message) {
        return new ChatMessage(message, false);
    }

    boolean isAgents() {
        return message.role() == Message.Role.ASSISTANT;
    }
}
