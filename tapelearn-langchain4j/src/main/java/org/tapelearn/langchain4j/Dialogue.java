package org.tapelearn.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tool.ToolSpec;

/**
 * A prompt as the messages that providers take: what an assistant says in several messages is one, and every call has its answer
 * right behind it.
 */
final class Dialogue {
    private static final String NOT_MADE = "(this call was not made)";

    private final List<ToolSpec> tools;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private final Map<String, ToolExecutionRequest> asked = new LinkedHashMap<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private int calls;

    private Dialogue(List<ToolSpec> tools) {
        this.tools = tools;
    }

    static List<ChatMessage> of(Prompt prompt) {
        Dialogue dialogue = new Dialogue(prompt.tools());
        prompt.messages().forEach(dialogue::take);
        dialogue.endTurn();
        return dialogue.messages;
    }

    private void take(Message message) {
        switch (message.role()) {
            case SYSTEM -> {
                endTurn();
                messages.add(SystemMessage.from(message.text()));
            }
            case USER -> {
                endTurn();
                messages.add(UserMessage.from(message.text()));
            }
            case ASSISTANT -> {
                if (!answers.isEmpty()) {
                    endTurn();
                }
                say(message.text());
                message.requests().forEach(this::ask);
            }
            case TOOL -> answer(message);
        }
    }

    private void say(String text) {
        if (!text.isBlank()) {
            said.append(said.isEmpty() ? "" : "\n").append(text);
        }
    }

    private void ask(ToolRequest request) {
        calls++;
        String id = request.id().isEmpty() || asked.containsKey(request.id()) ? "call_" + calls : request.id();
        asked.put(
                id,
                ToolExecutionRequest.builder()
                        .id(id)
                        .name(request.call().tool())
                        .arguments(CallArguments.typed(request.call(), tools).toString())
                        .build());
    }

    /** An answer without a name is that of the first call which has none; where no call waits, it is news. */
    private void answer(Message message) {
        String id = message.callId();
        if (id.isEmpty()) {
            id = asked.keySet().stream()
                    .filter(each -> !answers.containsKey(each))
                    .findFirst()
                    .orElse("");
        }
        if (asked.containsKey(id) && !answers.containsKey(id)) {
            answers.put(id, message.text());
        } else {
            endTurn();
            messages.add(UserMessage.from(message.text()));
        }
    }

    private void endTurn() {
        if (!asked.isEmpty()) {
            List<ToolExecutionRequest> requests = List.copyOf(asked.values());
            messages.add(said.isEmpty() ? AiMessage.from(requests) : AiMessage.from(said.toString(), requests));
            asked.forEach((id, request) -> messages.add(
                    ToolExecutionResultMessage.from(id, request.name(), shown(answers.getOrDefault(id, NOT_MADE)))));
        } else if (!said.isEmpty()) {
            messages.add(AiMessage.from(said.toString()));
        }
        said.setLength(0);
        asked.clear();
        answers.clear();
    }

    /** Providers refuse messages without words. */
    private static String shown(String text) {
        return text.isBlank() ? "(empty)" : text;
    }
}
