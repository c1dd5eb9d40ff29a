package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;

/**
 * The way that the simulator's authors know to do a task, in calls that are admissible where it can be said so: their paths
 * name things in words of their own.
 */
final class GoldPath {
    private static final double LEAST_LIKENESS = 0.3;

    private GoldPath() {}

    /**
     * Returns the calls of an episode that does the task, or none where neither the translated nor the literal path does.
     *
     * @param gold the authors' path
     * @param episodes opens the task anew
     */
    static List<ToolCall> calls(List<String> gold, Opener episodes) {
        for (boolean translated : new boolean[] {true, false}) {
            try (ScienceWorldEpisode episode = episodes.open()) {
                Optional<List<ToolCall>> calls = walk(episode, gold, translated);
                if (calls.isPresent()) {
                    return calls.get();
                }
            }
        }
        return List.of();
    }

    /** Opens a task. */
    @FunctionalInterface
    interface Opener {
        ScienceWorldEpisode open();
    }

    private static Optional<List<ToolCall>> walk(ScienceWorldEpisode episode, List<String> gold, boolean translated) {
        List<ToolCall> calls = new ArrayList<>();
        for (String action : gold) {
            Optional<ToolCall> literal = Verb.call(action, names(episode.actions()));
            if (literal.isEmpty()) {
                continue;
            }
            ToolCall call = translated ? nearest(literal.get(), episode.actions()) : literal.get();
            Transition transition = episode.step(call);
            calls.add(call);
            if (transition.ended()) {
                return episode.done() ? Optional.of(calls) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Set<String> names(List<ToolCall> actions) {
        Set<String> names = new HashSet<>();
        actions.forEach(call -> names.addAll(call.arguments().values()));
        return names;
    }

    /** The admissible call of the same tool whose names have most words in common with the call's; itself where it is admissible, or none is like it. */
    private static ToolCall nearest(ToolCall call, List<ToolCall> actions) {
        if (actions.contains(call)) {
            return call;
        }
        ToolCall best = call;
        double most = LEAST_LIKENESS;
        for (ToolCall action : actions) {
            if (action.tool().equals(call.tool())) {
                double likeness = 1;
                for (Map.Entry<String, String> argument : call.arguments().entrySet()) {
                    likeness *= likeness(argument.getValue(), action.argument(argument.getKey()));
                }
                if (likeness > most) {
                    most = likeness;
                    best = action;
                }
            }
        }
        return best;
    }

    /** The share of words in common: those of both by those of either. */
    private static double likeness(String first, String second) {
        Set<String> left = new HashSet<>(Arrays.asList(first.split(" ")));
        Set<String> right = new HashSet<>(Arrays.asList(second.split(" ")));
        Set<String> either = new HashSet<>(left);
        either.addAll(right);
        left.retainAll(right);
        return (double) left.size() / either.size();
    }
}
