package org.tapelearn.env.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;

/** What a text must be: the result of a tool, the content of a file. */
sealed interface Match {
    boolean holds(String text);

    /** Fills the places for parameters. */
    Match with(Map<String, String> values);

    /** The same but for white space at its ends. */
    record Equal(String expected) implements Match {
        @Override
        public boolean holds(String text) {
            return text.strip().equals(expected.strip());
        }

        @Override
        public Match with(Map<String, String> values) {
            return new Equal(Template.fill(expected, values));
        }
    }

    record Contains(String part) implements Match {
        @Override
        public boolean holds(String text) {
            return text.contains(part);
        }

        @Override
        public Match with(Map<String, String> values) {
            return new Contains(Template.fill(part, values));
        }
    }

    /** Matches somewhere in the text. */
    record Regex(String pattern) implements Match {
        @Override
        public boolean holds(String text) {
            return Pattern.compile(pattern).matcher(text).find();
        }

        @Override
        public Match with(Map<String, String> values) {
            return new Regex(Template.fillRegex(pattern, values));
        }
    }

    /** The text is JSON that has a value at a place; numbers are compared as numbers. */
    record At(String pointer, JsonNode value) implements Match {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        @Override
        public boolean holds(String text) {
            try {
                JsonNode there = MAPPER.readTree(text).at(pointer);
                return there.equals(value)
                        || (there.isNumber() && Expected.number(value.asText()) == there.asDouble())
                        || (there.isValueNode()
                                && value.isTextual()
                                && there.asText().equals(value.asText()));
            } catch (JsonProcessingException noJson) {
                return false;
            }
        }

        @Override
        public Match with(Map<String, String> values) {
            JsonNode filled =
                    value.isTextual() ? MAPPER.getNodeFactory().textNode(Template.fill(value.asText(), values)) : value;
            return new At(Template.fill(pointer, values), filled);
        }
    }
}
