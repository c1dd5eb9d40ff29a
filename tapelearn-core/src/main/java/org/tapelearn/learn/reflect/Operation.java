package org.tapelearn.learn.reflect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small change of memory that a model asks for; code decides whether it is made. Source: ExpeL (AAAI 2024), ACE (2025). */
sealed interface Operation {
    /** What a note says. */
    record Note(String condition, String advice) {
        String text() {
            String when = condition.strip().replaceAll("[.:,]+$", "");
            return when.isEmpty() ? advice.strip() : "%s: %s".formatted(when, advice.strip());
        }
    }

    /** A new note. */
    record Add(Note note) implements Operation {}

    /** Other words for a note. */
    record Edit(String id, Note note) implements Operation {}

    /** One more pair speaks for a note. */
    record Agree(String id) implements Operation {}

    /** A pair speaks against a note. */
    record Remove(String id) implements Operation {}

    /**
     * What an answer asks for.
     *
     * @param unread what could not be read, in words
     */
    record Answer(List<Operation> operations, List<String> unread) {
        public Answer {
            operations = List.copyOf(operations);
            unread = List.copyOf(unread);
        }
    }

    /** Reads a model's answer: the JSON object in it, whatever stands around. */
    static Answer read(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Answer(List.of(), List.of("the answer holds no JSON object"));
        }
        try {
            return read(new ObjectMapper().readTree(text.substring(from, to + 1)));
        } catch (JsonProcessingException broken) {
            return new Answer(List.of(), List.of("the answer's JSON cannot be read"));
        }
    }

    private static Answer read(JsonNode json) {
        List<Operation> operations = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (JsonNode each : json.path("operations")) {
            String name = each.path("op").asText("").toUpperCase(Locale.ROOT);
            String id = each.path("id").asText("").replaceAll("[\\[\\] ]", "");
            Note note = new Note(
                    each.path("condition").asText(""), each.path("advice").asText(""));
            switch (name) {
                case "ADD" -> operations.add(new Add(note));
                case "EDIT" -> operations.add(new Edit(id, note));
                case "AGREE" -> operations.add(new Agree(id));
                case "REMOVE" -> operations.add(new Remove(id));
                default -> unread.add("there is no operation (%s)".formatted(name));
            }
        }
        return new Answer(operations, unread);
    }
}
