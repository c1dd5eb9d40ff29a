package org.tapelearn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tapefile.ModelCall;

/** What a model was asked and what it answered, as text that is not yet harmless. */
final class CallText {
    private CallText() {}

    /** The messages of the prompt; a prompt of another form as its JSON. */
    static String asked(ModelCall call) {
        JsonNode messages = call.prompt().path("messages");
        return messages.isArray()
                ? StreamSupport.stream(messages.spliterator(), false)
                        .map(message -> message.path("role").asText() + ": " + said(message))
                        .collect(Collectors.joining("\n"))
                : TapeJson.text(call.prompt());
    }

    static String answered(ModelCall call) {
        String failure = call.llm().path("failure").asText();
        return failure.isEmpty() ? "answer: " + said(call.output()) : "failure: " + failure;
    }

    private static String said(JsonNode message) {
        List<String> parts = new ArrayList<>();
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            parts.add(content.textValue());
        } else if (!content.isNull() && !content.isMissingNode()) {
            parts.add(TapeJson.text(content));
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            parts.add("%s(%s)"
                    .formatted(
                            function.path("name").asText(),
                            function.path("arguments").asText()));
        }
        return String.join("\n", parts);
    }
}
