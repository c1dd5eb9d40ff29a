package org.tapelearn.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.error.PrerequisiteException;

/**
 * A text with places for other texts, as in {@code {{task}}}. What is put in is never read for places again.
 *
 * @param name for messages: the file's
 */
public record Template(String name, String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** The prompts that there are, and the places that each may have. */
    public enum Kind {
        SYSTEM,
        GUIDANCE,
        TASK,
        MEMORY,
        NO_CALL,
        REFLECT,
        PAIR,
        CLASSIFY,
        JUDGE_OUTCOME,
        JUDGE_DOUBT,
        JUDGED,
        CHECK;

        private List<String> places() {
            return switch (this) {
                case SYSTEM -> List.of("open", "close", "guidance");
                case GUIDANCE -> List.of();
                case TASK -> List.of("task", "memory", "opening");
                case MEMORY -> List.of("items");
                case NO_CALL -> List.of("tools", "ending");
                case REFLECT -> List.of("open", "close");
                case PAIR -> List.of("notes", "part", "task", "better", "worse");
                case CLASSIFY -> List.of("task", "kinds");
                case JUDGE_OUTCOME, JUDGE_DOUBT -> List.of("open", "close");
                case JUDGED -> List.of("task", "opening", "calls", "state");
                case CHECK -> List.of("open", "close", "task", "criteria", "tools", "setup");
            };
        }

        /** The places that a prompt cannot do without: what it is about, and the marks that fence data. */
        private List<String> needed() {
            return switch (this) {
                case SYSTEM -> List.of("open", "close");
                case NO_CALL -> List.of();
                case GUIDANCE, TASK, MEMORY, REFLECT, PAIR, CLASSIFY, JUDGE_OUTCOME, JUDGE_DOUBT, JUDGED, CHECK ->
                    places();
            };
        }

        /** The name of its file. */
        public String file() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
        }
    }

    /** Reads a template; a place too many or a missing one is an error that names those of its kind. */
    static Template of(Kind kind, String source, String text) {
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            if (!kind.places().contains(matcher.group(1))) {
                throw new PrerequisiteException("The prompt (%s) has a place ({{%s}}), but what can be put in is: %s."
                        .formatted(
                                source,
                                matcher.group(1),
                                kind.places().isEmpty()
                                        ? "nothing"
                                        : "{{" + String.join("}}, {{", kind.places()) + "}}"));
            }
        }
        for (String place : kind.needed()) {
            if (!text.contains("{{" + place + "}}")) {
                throw new PrerequisiteException(
                        "The prompt (%s) has no place ({{%s}}), without which the model is not told what it stands for."
                                .formatted(source, place));
            }
        }
        return new Template(source, text.strip());
    }

    /** Returns the text with its places filled; lines left empty by nothing are joined. */
    String fill(Map<String, String> values) {
        Matcher matcher = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("The prompt (%s) needs (%s), but was given %s."
                        .formatted(name, matcher.group(1), new TreeSet<>(values.keySet())));
            }
            filled.append(text, from, matcher.start());
            from = matcher.end();
            if (value.isEmpty()) {
                while (from < text.length() && text.charAt(from) == '\n') {
                    from++;
                }
            }
            filled.append(value);
        }
        return filled.append(text, from, text.length()).toString().strip();
    }
}
