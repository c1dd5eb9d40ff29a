package org.tapelearn.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;

/** Finds which items an agent says it followed: their ids in brackets, as in {@code [i7k2]}, in what it said or thought itself. */
public final class Citations {
    private static final Pattern CITED = Pattern.compile("\\[([A-Za-z0-9-]{1,40})]");

    private Citations() {}

    /** Returns those of the recalled ids that the agent's own words on a tape cite, in the order recalled. */
    public static List<String> in(Tape tape, List<String> recalled) {
        if (recalled.isEmpty()) {
            return List.of();
        }
        Set<String> named = new HashSet<>();
        for (Step step : tape.steps()) {
            Matcher matcher = CITED.matcher(said(step));
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
        }
        List<String> cited = new ArrayList<>(recalled);
        cited.retainAll(named);
        return cited;
    }

    private static String said(Step step) {
        return switch (step) {
            case Step.Thought thought -> thought.content();
            case Step.Assistant assistant -> assistant.content();
            case Step.Answer answer -> answer.answer();
            case Step.Final end -> end.reason();
            default -> "";
        };
    }
}
