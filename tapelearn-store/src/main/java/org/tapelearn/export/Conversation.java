package org.tapelearn.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Usage;

/**
 * What an agent was shown and what it produced, in order, ending with the agent.
 *
 * @param shown how many messages were in front of the agent before it first produced anything of this conversation
 * @param tools the offered tools
 * @param model the model that produced it; empty for an agent without one
 * @param usage what the model's calls used
 * @param dollars what they cost
 */
record Conversation(
        List<ChatMessage> messages,
        int shown,
        OfferedTools tools,
        Source source,
        String model,
        Usage usage,
        double dollars) {
    /** Where the messages come from. */
    enum Source {
        /** From recorded calls: what the model was really sent and really answered. */
        MODEL_CALLS,
        /** Rebuilt from the tape of an agent that asked no model. */
        TAPE;

        String label() {
            return this == MODEL_CALLS ? "model-calls" : "tape";
        }
    }

    Conversation {
        messages = endingWithTheAgent(messages);
        shown = Math.min(shown, messages.size());
    }

    private static List<ChatMessage> endingWithTheAgent(List<ChatMessage> messages) {
        int end = messages.size();
        while (end > 0 && !messages.get(end - 1).isAgents()) {
            end--;
        }
        return List.copyOf(messages.subList(0, end));
    }

    /** Returns the beginning of this that ends with the last message that is trained on. */
    Conversation upToLastTrained() {
        int end = messages.size();
        while (end > 0 && !messages.get(end - 1).train()) {
            end--;
        }
        return new Conversation(messages.subList(0, end), shown, tools, source, model, usage, dollars);
    }

    boolean trainsSomething() {
        return messages.stream().anyMatch(ChatMessage::train);
    }

    /** Returns the same in other words; calls stay as they are. */
    Conversation with(UnaryOperator<String> words) {
        List<ChatMessage> other = new ArrayList<>();
        for (ChatMessage each : messages) {
            Message message = each.message();
            other.add(new ChatMessage(
                    new Message(
                            message.role(),
                            words.apply(message.text()),
                            message.requests(),
                            message.callId(),
                            message.tool()),
                    each.train()));
        }
        return new Conversation(other, shown, tools, source, model, usage, dollars);
    }

    /** Returns the beginning of this, with so many of the agent's messages at most. */
    Conversation first(int agents) {
        int seen = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isAgents() && ++seen > agents) {
                return new Conversation(messages.subList(0, i), shown, tools, source, model, usage, dollars);
            }
        }
        return this;
    }

    int agents() {
        return (int) messages.stream().filter(ChatMessage::isAgents).count();
    }
}
