package org.tapelearn.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.tape.ToolCall;

/** The words by which an item is found again: a task's words, where the particulars stand as the parameters that took them. */
public final class Cue {
    private static final Pattern WORD = Pattern.compile("\\{\\w+}|[\\p{L}\\p{N}]+(?:\\.\\p{N}+)?|[<>=!]+");

    private Cue() {}

    /**
     * Abstracts a task from its solution: each run of words that a call gave as an argument stands as that parameter, as in
     * {@code average {column} in {table}}. The longest runs come first; one word of two letters or less stays.
     *
     * @param calls the calls that solved the task
     * @param free tells whether a parameter takes any value; what is chosen from a list is no particular
     */
    public static String of(String description, List<ToolCall> calls, Parameters free) {
        List<String> words = words(description);
        List<Particular> particulars = new ArrayList<>();
        for (ToolCall call : calls) {
            for (Map.Entry<String, String> argument : call.arguments().entrySet()) {
                List<String> value = words(argument.getValue());
                boolean telling = value.size() > 1 || (value.size() == 1 && isTelling(value.getFirst()));
                if (telling && free.takesAnything(call.tool(), argument.getKey())) {
                    particulars.add(new Particular("{" + argument.getKey() + "}", value));
                }
            }
        }
        particulars.sort((one, other) -> other.words().size() - one.words().size());
        for (Particular particular : particulars) {
            words = particular.replacedIn(words);
        }
        return String.join(" ", words);
    }

    private static boolean isTelling(String word) {
        return word.length() > 2 || Character.isDigit(word.charAt(0));
    }

    /** The words of a text, in lower case; what stands in braces is one word. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('_', ' '));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Knows the tools' parameters. */
    @FunctionalInterface
    public interface Parameters {
        boolean takesAnything(String tool, String parameter);
    }

    /** Words that a call gave as an argument, and what stands for them. */
    private record Particular(String name, List<String> words) {
        List<String> replacedIn(List<String> text) {
            List<String> replaced = new ArrayList<>();
            for (int i = 0; i < text.size(); i++) {
                if (i + words.size() <= text.size()
                        && text.subList(i, i + words.size()).equals(words)) {
                    replaced.add(name);
                    i += words.size() - 1;
                } else {
                    replaced.add(text.get(i));
                }
            }
            return replaced;
        }
    }
}
