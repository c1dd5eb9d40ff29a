package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;

/**
 * The way that the simulator's authors know to do a task, in calls that are admissible where it can be said so: their paths
 * name things in words of their own.
 */
final class GoldPath {
    private static final double LEAST_LIKENESS = 0.3;
    private static final String CARRIED = " in inventory";
    private static final String HOLDING = " containing ";
    private static final String GO = "go to ";

    private GoldPath() {}

    /**
     * Returns the calls of an episode that does the task: by teleportation where that does it, else as the authors go; none where no
     * such path does it.
     *
     * @param gold the authors' path
     * @param episodes opens the task anew
     */
    static List<ToolCall> calls(List<String> gold, Opener episodes) {
        return Stream.of(
                        new Walk(direct(gold, false), true),
                        new Walk(direct(gold, true), true),
                        new Walk(gold, true),
                        new Walk(gold, false))
                .map(walk -> walk.calls(episodes))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(List.of());
    }

    /**
     * The path with one teleportation in the place of each way through doors and rooms.
     *
     * @param looking keep the times of looking around: what grows or melts meanwhile may need them
     */
    static List<String> direct(List<String> gold, boolean looking) {
        List<String> direct = new ArrayList<>();
        String room = "";
        for (String action : gold) {
            if (action.startsWith(GO)) {
                room = action.substring(GO.length());
            } else if ((looking || !action.equals("look around")) && !action.startsWith("open door")) {
                if (!room.isEmpty()) {
                    direct.add("teleport to " + room);
                    room = "";
                }
                direct.add(action);
            }
        }
        return direct;
    }

    /**
     * A path to try.
     *
     * @param translated whether calls that are not listed are replaced by those most like them
     */
    private record Walk(List<String> actions, boolean translated) {
        Optional<List<ToolCall>> calls(Opener episodes) {
            try (ScienceWorldEpisode episode = episodes.open()) {
                return walk(episode, actions, translated);
            }
        }
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

    /** A name without what the thing holds, and without saying that it is carried. */
    private static String bare(String name) {
        String held = name.endsWith(CARRIED) ? name.substring(0, name.length() - CARRIED.length()) : name;
        int holding = held.indexOf(HOLDING);
        return holding > 0 ? held.substring(0, holding) : held;
    }

    /** The share of words in common: those of both by those of either. */
    private static double likeness(String first, String second) {
        Set<String> left = new HashSet<>(Arrays.asList(bare(first).split(" ")));
        Set<String> right = new HashSet<>(Arrays.asList(bare(second).split(" ")));
        Set<String> either = new HashSet<>(left);
        either.addAll(right);
        left.retainAll(right);
        return (double) left.size() / either.size();
    }
}
