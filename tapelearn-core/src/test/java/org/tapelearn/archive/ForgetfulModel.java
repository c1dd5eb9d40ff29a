package org.tapelearn.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.tape.ToolCall;

/**
 * Plays a model that errs in a known way in the {@link Archive}: it opens a drawer without asking the catalogue, unless a note in
 * its prompt says otherwise, and no other note says the opposite, or by luck. When it reflects it uses nothing but the text of the
 * pair in its prompt: the first call that one side made and the other did not.
 */
public final class ForgetfulModel {
    private static final Pattern NOTE = Pattern.compile("\\[(i[0-9a-z]+)] ([^\\n]*)");
    private static final Pattern FIRST_CALL = Pattern.compile("1\\. ([a-z_]+)\\(");
    private static final Pattern WHO = Pattern.compile("Find out the code of (\\w+)");
    private static final Pattern DRAWER = Pattern.compile("drawer \\d");

    private ForgetfulModel() {}

    public static Completion answer(Prompt prompt) {
        return prompt.occasion().purpose() == Occasion.Purpose.REFLECT
                ? Completion.text(reflect(prompt.messages().getLast().text()))
                : act(prompt);
    }

    /** Reflects on the text of a prompt about a pair. */
    public static String reflect(String text) {
        String better = firstCall(text.substring(text.indexOf("SUCCEEDED:")));
        String worse = firstCall(text.substring(text.indexOf("FAILED:")));
        if (better.equals(worse)) {
            return "{\"operations\": []}";
        }
        Optional<String> same = note(text, advice(better, worse));
        Optional<String> opposite = note(text, advice(worse, better));
        if (opposite.isPresent()) {
            return "{\"operations\": [{\"op\": \"REMOVE\", \"id\": \"%s\"}]}".formatted(opposite.get());
        }
        return same.map(id -> "{\"operations\": [{\"op\": \"AGREE\", \"id\": \"%s\"}]}".formatted(id))
                .orElse("Here it is: {\"operations\": [{\"op\": \"ADD\", \"condition\": \"When something must be found"
                        + " out\","
                        + " \"advice\": \"%s\"}]}".formatted(advice(better, worse)));
    }

    private static String advice(String better, String worse) {
        return "begin with %s, not with %s.".formatted(better, worse);
    }

    private static String firstCall(String text) {
        Matcher matcher = FIRST_CALL.matcher(text);
        return matcher.find() ? matcher.group(1) : "nothing";
    }

    private static Optional<String> note(String text, String advice) {
        Matcher matcher = NOTE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(2).contains(advice)) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The number of a note that says to begin with one tool and not with another; none where a note says the opposite too. */
    public static Optional<String> told(String text, String right, String wrong) {
        return note(text, advice(right, wrong))
                .filter(id -> note(text, advice(wrong, right)).isEmpty());
    }

    private static Completion act(Prompt prompt) {
        String told = prompt.messages().get(1).text();
        List<String> answers = new ArrayList<>();
        for (Message message : prompt.messages()) {
            if (message.role() == Message.Role.TOOL) {
                answers.add(message.text());
            }
        }
        long luck = prompt.sampling().seed().orElse(0);
        return act(told, answers, Math.floorMod(luck ^ (luck >>> 17), 8) == 0);
    }

    /**
     * Chooses a call.
     *
     * @param told the first message to it
     * @param answers of tools so far
     * @param lucky does right without being told
     */
    public static Completion act(String told, List<String> answers, boolean lucky) {
        Matcher who = WHO.matcher(told);
        String person = who.find() ? who.group(1) : "nobody";
        Optional<String> right = told(told, "catalogue", "open");
        boolean knows = right.isPresent();
        boolean asks = knows || lucky;
        if (answers.isEmpty()) {
            String thought = knows ? "I follow [%s].".formatted(right.orElseThrow()) : "Let me see.";
            return Completion.call(
                    thought,
                    asks ? ToolCall.of("catalogue", "person", person) : ToolCall.of("open", "drawer", "drawer 1"));
        }
        Matcher drawer = DRAWER.matcher(answers.getFirst());
        if (answers.size() == 1 && drawer.find()) {
            return Completion.call("", ToolCall.of("open", "drawer", drawer.group()));
        }
        Matcher code = Pattern.compile(person + ": (c\\d+)").matcher(answers.getLast());
        return Completion.call("", ToolCall.of("answer", "text", code.find() ? code.group(1) : "no code"));
    }
}
