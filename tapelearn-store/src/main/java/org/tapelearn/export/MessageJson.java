package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.TapeJson;

/** Messages as chat endpoints and chat templates name their parts. Arguments are JSON within a text, whatever their keys. */
final class MessageJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MessageJson() {}

    /** Every message has every key, so that a table of them has no empty cell. */
    static ArrayNode uniform(List<ChatMessage> messages, OfferedTools tools, boolean trainable) {
        ArrayNode list = NODES.arrayNode();
        for (ChatMessage each : messages) {
            Message message = each.message();
            ObjectNode node = list.addObject().put("role", role(message)).put("content", message.text());
            node.set("tool_calls", calls(message, tools));
            node.put("tool_call_id", message.callId()).put("name", message.tool());
            node.put("train", trainable && each.train());
        }
        return list;
    }

    /** A message with the keys that its role has, and no other. */
    static ObjectNode brief(Message message, OfferedTools tools) {
        ObjectNode node = NODES.objectNode().put("role", role(message)).put("content", message.text());
        if (!message.requests().isEmpty()) {
            node.set("tool_calls", calls(message, tools));
        }
        if (message.role() == Message.Role.TOOL) {
            node.put("tool_call_id", message.callId());
        }
        return node;
    }

    static ArrayNode calls(Message message, OfferedTools tools) {
        ArrayNode calls = NODES.arrayNode();
        for (ToolRequest request : message.requests()) {
            calls.addObject()
                    .put("id", request.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", request.call().tool())
                    .put("arguments", arguments(request, tools));
        }
        return calls;
    }

    /** What could not be read stands as the model wrote it; nobody is trained on it. */
    static String arguments(ToolRequest request, OfferedTools tools) {
        return request.isReadable() ? TapeJson.text(tools.arguments(request.call())) : request.unread();
    }

    private static String role(Message message) {
        return message.role().name().toLowerCase(Locale.ROOT);
    }
}
