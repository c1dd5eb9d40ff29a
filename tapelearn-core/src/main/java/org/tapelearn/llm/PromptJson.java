package org.tapelearn.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/** Prompts and answers as JSON, for files and stores; what is empty is left out, and equal values give equal texts. */
public final class PromptJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PromptJson() {}

    public static ArrayNode messages(List<Message> messages) {
        ArrayNode array = NODES.arrayNode();
        for (Message message : messages) {
            ObjectNode object = array.addObject().put("role", label(message.role()));
            put(object, "text", message.text());
            putRequests(object, message.requests());
            put(object, "call_id", message.callId());
            put(object, "tool", message.tool());
        }
        return array;
    }

    public static List<Message> readMessages(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode object : array) {
            messages.add(new Message(
                    Message.Role.valueOf(text(object, "role").toUpperCase(Locale.ROOT)),
                    text(object, "text"),
                    readRequests(object.path("calls")),
                    text(object, "call_id"),
                    text(object, "tool")));
        }
        return messages;
    }

    /** Tools as a model sees them: what calling them can change is not part of it. */
    public static ArrayNode tools(List<ToolSpec> tools) {
        ArrayNode array = NODES.arrayNode();
        for (ToolSpec tool : tools) {
            array.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", tool.schema());
        }
        return array;
    }

    public static ObjectNode sampling(Sampling sampling) {
        ObjectNode object = NODES.objectNode();
        sampling.temperature().ifPresent(value -> object.put("temperature", value));
        sampling.maxTokens().ifPresent(value -> object.put("max_tokens", value));
        sampling.seed().ifPresent(value -> object.put("seed", value));
        return object;
    }

    public static Sampling readSampling(JsonNode object) {
        return new Sampling(
                object.has("temperature")
                        ? OptionalDouble.of(object.get("temperature").doubleValue())
                        : OptionalDouble.empty(),
                object.has("max_tokens")
                        ? OptionalInt.of(object.get("max_tokens").intValue())
                        : OptionalInt.empty(),
                object.has("seed") ? OptionalLong.of(object.get("seed").longValue()) : OptionalLong.empty());
    }

    public static ObjectNode completion(Completion completion) {
        ObjectNode object = NODES.objectNode();
        put(object, "text", completion.text());
        putRequests(object, completion.requests());
        return object.put("prompt_tokens", completion.usage().prompt())
                .put("completion_tokens", completion.usage().completion())
                .put("finish", label(completion.finish()));
    }

    public static Completion readCompletion(JsonNode object) {
        return new Completion(
                text(object, "text"),
                readRequests(object.path("calls")),
                new Usage(
                        object.path("prompt_tokens").asLong(),
                        object.path("completion_tokens").asLong()),
                Completion.Finish.valueOf(text(object, "finish").toUpperCase(Locale.ROOT)));
    }

    private static void putRequests(ObjectNode object, List<ToolRequest> requests) {
        if (!requests.isEmpty()) {
            object.set("calls", requests(requests));
        }
    }

    public static ArrayNode requests(List<ToolRequest> requests) {
        ArrayNode calls = NODES.arrayNode();
        for (ToolRequest request : requests) {
            ObjectNode call = calls.addObject();
            put(call, "id", request.id());
            call.put("tool", request.call().tool());
            ObjectNode arguments = call.putObject("arguments");
            request.call().arguments().forEach(arguments::put);
            put(call, "unread", request.unread());
        }
        return calls;
    }

    public static List<ToolRequest> readRequests(JsonNode calls) {
        List<ToolRequest> requests = new ArrayList<>();
        for (JsonNode call : calls) {
            Map<String, String> arguments = new LinkedHashMap<>();
            call.path("arguments")
                    .properties()
                    .forEach(
                            each -> arguments.put(each.getKey(), each.getValue().asText()));
            requests.add(new ToolRequest(
                    text(call, "id"), new ToolCall(text(call, "tool"), arguments), text(call, "unread")));
        }
        return requests;
    }

    private static void put(ObjectNode object, String name, String text) {
        if (!text.isEmpty()) {
            object.put(name, text);
        }
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText("");
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
