package org.tapelearn.env.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an answer must be. */
sealed interface Expected {
    boolean holds(String answer);

    /** Fills the places for parameters. */
    Expected with(Map<String, String> values);

    /** One of these texts, but for case and white space. */
    record Text(List<String> allowed) implements Expected {
        @Override
        public boolean holds(String answer) {
            return allowed.stream().anyMatch(text -> plain(text).equals(plain(answer)));
        }

        @Override
        public Expected with(Map<String, String> values) {
            return new Text(
                    allowed.stream().map(text -> Template.fill(text, values)).toList());
        }
    }

    /** A number, at most {@code tolerance} away; what follows it, such as a unit, is not looked at. */
    record Near(String value, double tolerance) implements Expected {
        @Override
        public boolean holds(String answer) {
            String[] words = answer.strip().split("\\s+");
            return Math.abs(number(words[0]) - number(value)) <= tolerance;
        }

        @Override
        public Expected with(Map<String, String> values) {
            return new Near(Template.fill(value, values), tolerance);
        }
    }

    /** These texts in any order, as a JSON list or set apart by commas or lines. */
    record Items(List<String> items) implements Expected {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        @Override
        public boolean holds(String answer) {
            Set<String> wanted = items.stream().map(Expected::plain).collect(Collectors.toSet());
            List<String> given = given(answer)
                    .map(Expected::plain)
                    .filter(text -> !text.isEmpty())
                    .toList();
            return given.size() == wanted.size() && wanted.equals(Set.copyOf(given));
        }

        private static Stream<String> given(String answer) {
            if (answer.strip().startsWith("[")) {
                try {
                    JsonNode list = MAPPER.readTree(answer);
                    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
                } catch (JsonProcessingException noJson) {
                    return Stream.of(answer);
                }
            }
            return Arrays.stream(answer.split("[,;\n]"));
        }

        @Override
        public Expected with(Map<String, String> values) {
            return new Items(
                    items.stream().map(text -> Template.fill(text, values)).toList());
        }
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** The number that a text is, or NaN, which is near nothing. */
    static double number(String text) {
        try {
            return Double.parseDouble(text.replaceAll("(?<=\\d),(?=\\d{3}(\\D|$))", ""));
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }
}
