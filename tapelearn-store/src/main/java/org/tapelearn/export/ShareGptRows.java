package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.TapeJson;

/** ShareGPT's rows with calls: the turns human, gpt, function_call and observation; system and tools as texts beside them. */
final class ShareGptRows {
    private ShareGptRows() {}

    static Optional<ObjectNode> example(Row.Example row) {
        Conversation conversation = row.conversation();
        if (conversation.messages().stream().anyMatch(ShareGptRows::unsayable)) {
            return Optional.empty();
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ArrayNode turns = line.putArray("conversations");
        for (ChatMessage each : conversation.messages()) {
            if (each.message().role() != Message.Role.SYSTEM) {
                turns.addObject()
                        .put("from", from(each.message()))
                        .put("value", value(each.message(), conversation.tools()))
                        .put("train", each.train());
            }
        }
        line.put(
                "system",
                conversation.messages().stream()
                        .map(ChatMessage::message)
                        .filter(message -> message.role() == Message.Role.SYSTEM)
                        .map(Message::text)
                        .collect(Collectors.joining("\n\n")));
        return Optional.of(line.put("tools", TapeJson.text(conversation.tools().list())));
    }

    private static boolean unsayable(ChatMessage each) {
        Message message = each.message();
        int calls = message.requests().size();
        return calls > 1
                || (calls == 1 && !message.text().isBlank())
                || message.requests().stream().anyMatch(request -> !request.isReadable());
    }

    private static String from(Message message) {
        return switch (message.role()) {
            case SYSTEM -> "system";
            case USER -> "human";
            case ASSISTANT -> message.requests().isEmpty() ? "gpt" : "function_call";
            case TOOL -> "observation";
        };
    }

    private static String value(Message message, OfferedTools tools) {
        if (message.requests().isEmpty()) {
            return message.text();
        }
        ToolRequest request = message.requests().getFirst();
        ObjectNode call =
                JsonNodeFactory.instance.objectNode().put("name", request.call().tool());
        call.set("arguments", tools.arguments(request.call()));
        return TapeJson.text(call);
    }
}
