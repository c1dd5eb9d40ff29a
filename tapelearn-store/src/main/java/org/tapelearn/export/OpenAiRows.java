package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** The rows of OpenAI's fine-tuning: a weight says which of the assistant's messages count. */
final class OpenAiRows {
    private OpenAiRows() {}

    static ObjectNode example(Row.Example row) {
        Conversation conversation = row.conversation();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ArrayNode messages = line.putArray("messages");
        for (ChatMessage each : conversation.messages()) {
            ObjectNode message = MessageJson.brief(each.message(), conversation.tools());
            if (each.isAgents()) {
                message.put("weight", each.train() ? 1 : 0);
            }
            messages.add(message);
        }
        putTools(line, conversation.tools(), conversation.messages().stream());
        return line;
    }

    /** Each side is one message of the assistant. */
    static ObjectNode preference(Row.Preference row) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode input = line.putObject("input");
        ArrayNode messages = input.putArray("messages");
        row.prompt().forEach(each -> messages.add(MessageJson.brief(each.message(), row.tools())));
        putTools(
                input,
                row.tools(),
                Stream.of(row.prompt(), row.chosen(), row.rejected()).flatMap(List::stream));
        line.putArray("preferred_output")
                .add(MessageJson.brief(row.chosen().getFirst().message(), row.tools()));
        line.putArray("non_preferred_output")
                .add(MessageJson.brief(row.rejected().getFirst().message(), row.tools()));
        return line;
    }

    /** Calls at the same time are told of where a message holds several. */
    private static void putTools(ObjectNode node, OfferedTools tools, Stream<ChatMessage> messages) {
        if (!tools.list().isEmpty()) {
            node.set("tools", tools.functions());
            node.put(
                    "parallel_tool_calls",
                    messages.anyMatch(each -> each.message().requests().size() > 1));
        }
    }
}
