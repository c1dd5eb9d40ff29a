package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import java.util.List;
import java.util.function.Predicate;

/** What must have come before a stream is whole, by protocol; the same words in a call's arguments do not count. */
final class StreamEnd {
    static final List<Predicate<ServerSentEvent>> OPENAI = List.of(
            event -> says(event, "finish_reason", "/choices/0/finish_reason"),
            event -> data(event).strip().equals("[DONE]"));
    static final List<Predicate<ServerSentEvent>> ANTHROPIC = List.of(event -> "message_stop".equals(event.event()));
    static final List<Predicate<ServerSentEvent>> GEMINI =
            List.of(event -> says(event, "finishReason", "/candidates/0/finishReason"));
    static final List<Predicate<ServerSentEvent>> OLLAMA = List.of(event -> says(event, "done", "/done"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamEnd() {}

    /** Reads only events that may say it, since most are pieces of text. */
    private static boolean says(ServerSentEvent event, String name, String place) {
        String data = data(event);
        if (!data.contains("\"" + name + "\"")) {
            return false;
        }
        try {
            JsonNode found = JSON.readTree(data).at(place);
            return found.asBoolean() || (found.isTextual() && !found.asText().isEmpty());
        } catch (JsonProcessingException garbled) {
            return false;
        }
    }

    private static String data(ServerSentEvent event) {
        return event.data() == null ? "" : event.data();
    }
}
