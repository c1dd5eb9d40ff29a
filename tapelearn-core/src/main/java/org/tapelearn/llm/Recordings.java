package org.tapelearn.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tapelearn.error.PrerequisiteException;

/**
 * What models were asked and answered, in a file of JSON, one question a line. A question is known again by its model, sampling (with
 * the seed of its attempt), messages, tools, and which question of its attempt it was; the last line about it counts.
 */
final class Recordings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentMap<String, JsonNode> byKey = new ConcurrentHashMap<>();

    /** Reads a file; one whose last line was cut off, by a kill, is read up to there. */
    static Recordings read(Path file) {
        Recordings recordings = new Recordings();
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new PrerequisiteException("""
                    The recorded answers (%s) cannot be read: %s.
                    Name a file that --record wrote.""".formatted(file, unreadable), unreadable);
        }
        int number = 0;
        int begin = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
            number++;
            recordings.take(text.substring(begin, end), file, number);
            begin = end + 1;
        }
        return recordings;
    }

    /** How much of a file is whole lines, in bytes. */
    static long wholeBytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }

    private void take(String line, Path file, int number) {
        try {
            JsonNode entry = JSON.readTree(line);
            if (entry.path("key").isTextual() && entry.path("asked").isObject()) {
                byKey.put(entry.get("key").textValue(), entry);
                return;
            }
        } catch (JsonProcessingException garbled) {
            // told below, in the same words
        }
        throw new PrerequisiteException("""
                Line %d of (%s) is no recorded answer: expected was an object with (key, asked, answer).
                Name a file that --record wrote.""".formatted(number, file));
    }

    /** The canonical form of a question. */
    static ObjectNode asked(String model, Prompt prompt) {
        ObjectNode asked = JSON.createObjectNode()
                .put("model", model)
                .put("number", prompt.occasion().number());
        asked.set("sampling", PromptJson.sampling(prompt.sampling()));
        asked.set("tools", PromptJson.tools(prompt.tools()));
        asked.set("messages", PromptJson.messages(prompt.messages()));
        return asked;
    }

    static String key(ObjectNode asked) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(asked.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256.", impossible);
        }
    }

    static ObjectNode line(String key, ObjectNode asked, Completion answer) {
        return entry(key, asked).set("answer", PromptJson.completion(answer));
    }

    static ObjectNode line(String key, ObjectNode asked, LlmFailure failure) {
        ObjectNode entry = entry(key, asked);
        entry.putObject("failure")
                .put("kind", failure.kind().name().toLowerCase(Locale.ROOT))
                .put("message", String.valueOf(failure.getMessage()));
        return entry;
    }

    private static ObjectNode entry(String key, ObjectNode asked) {
        return JSON.createObjectNode().put("key", key).set("asked", asked);
    }

    void keep(String key, ObjectNode line) {
        byKey.put(key, line);
    }

    /** The recorded answer; where a failure was recorded, that is thrown. */
    Optional<Completion> find(String key) {
        JsonNode entry = byKey.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.has("failure")) {
            throw new LlmFailure(
                    LlmFailure.Kind.valueOf(
                            entry.path("failure").path("kind").asText().toUpperCase(Locale.ROOT)),
                    entry.path("failure").path("message").asText());
        }
        return Optional.of(PromptJson.readCompletion(entry.path("answer")));
    }

    /** Tells whether an answer, not a failure, is recorded. */
    boolean hasAnswer(String key) {
        JsonNode entry = byKey.get(key);
        return entry != null && entry.has("answer");
    }

    Map<String, JsonNode> all() {
        return byKey;
    }
}
