package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.tool.ToolSpec;

/** Calls within a model's text, for models without function calls: one JSON object, whose form the prompt shows and a schema demands. */
final class JsonCalls {
    private JsonCalls() {}

    /** Returns a prompt without tools that shows them in words, and calls and their answers as texts. */
    static Prompt prompt(Prompt prompt) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Role.SYSTEM, guidance(prompt.tools())));
        for (Message message : prompt.messages()) {
            messages.add(
                    switch (message.role()) {
                        case SYSTEM, USER -> message;
                        case ASSISTANT -> Message.of(Role.ASSISTANT, written(message, prompt.tools()));
                        case TOOL ->
                            Message.of(
                                    Role.USER,
                                    message.tool().isEmpty()
                                            ? "Answer: " + message.text()
                                            : "Answer of %s: %s".formatted(message.tool(), message.text()));
                    });
        }
        return new Prompt(messages, List.of(), prompt.sampling(), prompt.occasion());
    }

    private static String guidance(List<ToolSpec> tools) {
        StringBuilder words = new StringBuilder("""
                Answer with one JSON object and nothing else: {"text": "what you think or say", "calls": [{"tool": "NAME", "arguments": {...}}]}
                "calls" is empty when you need no tool. The tools, each with the JSON schema of its arguments:
                """);
        for (ToolSpec tool : tools) {
            words.append("%s: %s %s\n".formatted(tool.name(), tool.description(), tool.schema()));
        }
        return words.toString();
    }

    private static String written(Message message, List<ToolSpec> tools) {
        ObjectNode object = CallArguments.JSON.createObjectNode().put("text", message.text());
        var calls = object.putArray("calls");
        for (ToolRequest request : message.requests()) {
            calls.addObject()
                    .put("tool", request.call().tool())
                    .set("arguments", CallArguments.typed(request.call(), tools));
        }
        return object.toString();
    }

    static ResponseFormat format(List<ToolSpec> tools) {
        JsonObjectSchema call = JsonObjectSchema.builder()
                .addProperty(
                        "tool",
                        JsonEnumSchema.builder()
                                .enumValues(tools.stream().map(ToolSpec::name).toList())
                                .build())
                .addProperty(
                        "arguments",
                        JsonObjectSchema.builder().additionalProperties(true).build())
                .required("tool", "arguments")
                .build();
        JsonObjectSchema answer = JsonObjectSchema.builder()
                .addProperty("text", JsonStringSchema.builder().build())
                .addProperty("calls", JsonArraySchema.builder().items(call).build())
                .required("text", "calls")
                .build();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("answer").rootElement(answer).build())
                .build();
    }

    /** Reads an answer; one that is not of the form is a request that could not be read. */
    static Completion read(String text, Usage usage, Completion.Finish finish) {
        try {
            JsonNode answer = CallArguments.JSON.readTree(unfenced(text));
            if (!answer.isObject() || !(answer.has("text") || answer.has("calls"))) {
                return unread(text, usage, finish);
            }
            List<ToolRequest> requests = new ArrayList<>();
            for (JsonNode call : answer.path("calls")) {
                String tool = call.path("tool").asText();
                JsonNode arguments = call.path("arguments");
                requests.add(CallArguments.read(
                        "",
                        tool,
                        arguments.isTextual()
                                ? arguments.textValue()
                                : arguments.isMissingNode() ? "{}" : arguments.toString()));
            }
            return new Completion(answer.path("text").asText(), requests, usage, finished(finish, !requests.isEmpty()));
        } catch (JsonProcessingException garbled) {
            return unread(text, usage, finish);
        }
    }

    private static Completion.Finish finished(Completion.Finish finish, boolean calls) {
        return finish == Completion.Finish.STOP && calls ? Completion.Finish.CALLS : finish;
    }

    private static Completion unread(String text, Usage usage, Completion.Finish finish) {
        return switch (finish) {
            case LENGTH, REFUSED -> new Completion(text, List.of(), usage, finish);
            case STOP, CALLS -> new Completion("", List.of(ToolRequest.unread("", "json", text)), usage, finish);
        };
    }

    /** Takes off the fence of three backquotes that models like to put around JSON. */
    private static String unfenced(String text) {
        String bare = text.strip();
        if (bare.startsWith("```") && bare.endsWith("```") && bare.length() > 6) {
            int line = bare.indexOf('\n');
            return line < 0 ? bare : bare.substring(line + 1, bare.length() - 3);
        }
        return bare;
    }
}
