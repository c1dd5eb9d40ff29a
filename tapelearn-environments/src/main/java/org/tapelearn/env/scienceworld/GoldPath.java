package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;

/**
 * The way that the simulator's authors know to do a task, in calls that are admissible where it can be said so: their paths
 * name things in words of their own.
 */
final class GoldPath {
    private static final double LEAST_LIKENESS = 0.3;
    /** Replays at most to find out what is not needed, and how often a call may be made to be left out once at a time. */
    private static final int TRIES = 40;

    private static final int SINGLY = 3;
    private static final Pattern NUMBERS = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern ARTICLES = Pattern.compile("\\b(the|a|an) ");
    private static final String CARRIED = " in inventory";
    private static final String HOLDING = " containing ";
    private static final String GO = "go to ";
    private static final String DOOR = "open door";
    private static final String LOOK = "look around";
    private static final String EXAMINE = "examine ";
    private static final String WAIT = "wait1";
    private static final String FOCUS = "focus on ";
    private static final int PATIENCE = 20;

    private GoldPath() {}

    /**
     * Returns the calls of an episode that does the task: by teleportation where that does it, else as the authors go; none where no
     * such path does it.
     *
     * @param gold the authors' path
     * @param episodes opens the task anew
     */
    static List<ToolCall> calls(List<String> gold, Opener episodes) {
        return Stream.of(direct(gold, false), direct(gold, true), gold)
                .map(path -> walk(path, episodes))
                .flatMap(Optional::stream)
                .findFirst()
                .map(path -> needed(path, episodes))
                .orElse(List.of());
    }

    /**
     * The calls without those that showed nothing new and that the task is done without: the authors open what is open, and pick up
     * again what they carry. What is read or measured stays, though a script knows beforehand what comes of it.
     */
    private static List<ToolCall> needed(List<ToolCall> path, Opener episodes) {
        Walk best = Walk.of(path, episodes);
        int tries = 0;
        for (ToolCall call : new LinkedHashSet<>(path)) {
            if (!Verb.informs(call)) {
                Walk now = best;
                List<Integer> places = IntStream.range(0, now.calls().size())
                        .filter(i -> now.idle().get(i) && now.calls().get(i).equals(call))
                        .boxed()
                        .toList();
                for (List<Integer> drop : drops(places)) {
                    if (tries++ < TRIES) {
                        Walk fewer = Walk.of(without(best.calls(), drop), episodes);
                        if (fewer.done() && fewer.read().equals(best.read())) {
                            best = fewer;
                            break;
                        }
                    }
                }
            }
        }
        return best.calls();
    }

    /** All of some places, then each of them where they are few. */
    private static List<List<Integer>> drops(List<Integer> places) {
        List<List<Integer>> drops = new ArrayList<>();
        if (!places.isEmpty()) {
            drops.add(places);
        }
        if (places.size() > 1 && places.size() <= SINGLY) {
            places.reversed().forEach(place -> drops.add(List.of(place)));
        }
        return drops;
    }

    private static List<ToolCall> without(List<ToolCall> calls, List<Integer> places) {
        return IntStream.range(0, calls.size())
                .filter(i -> !places.contains(i))
                .mapToObj(calls::get)
                .toList();
    }

    /**
     * Makes calls, but for choices where nothing is to be chosen.
     *
     * @param idle for each call, whether its answer, but for its first line, shows nothing that was not shown before
     * @param read what was read and measured, but for its numbers
     */
    private record Walk(List<ToolCall> calls, List<Boolean> idle, List<String> read, boolean done) {
        static Walk of(List<ToolCall> calls, Opener episodes) {
            List<ToolCall> made = new ArrayList<>();
            List<Boolean> idle = new ArrayList<>();
            List<String> read = new ArrayList<>();
            try (ScienceWorldEpisode episode = episodes.open()) {
                Set<String> shown = new HashSet<>(episode.opening().lines().toList());
                boolean ended = false;
                for (int i = 0; i < calls.size() && !ended; i++) {
                    ToolCall call = calls.get(i);
                    if (!call.tool().equals(Verb.CHOOSE) || episode.actions().contains(call)) {
                        made.add(call);
                        Transition transition = episode.step(call);
                        ended = transition.ended();
                        List<String> lines = transition.observation().lines().toList();
                        idle.add(!shown.addAll(lines.subList(1, lines.size())));
                        if (Verb.informs(call)) {
                            read.add(NUMBERS.matcher(lines.getFirst()).replaceAll("0"));
                        }
                    }
                }
                return new Walk(made, idle, read, episode.done());
            }
        }
    }

    /**
     * The path with one teleportation in the place of each way through doors and rooms.
     *
     * @param timed wait for as long as the way would take: what grows or melts meanwhile may need it
     */
    static List<String> direct(List<String> gold, boolean timed) {
        List<String> direct = new ArrayList<>();
        String room = "";
        int late = 0;
        for (String action : gold) {
            boolean goes = action.startsWith(GO);
            if (goes) {
                room = action.substring(GO.length());
            }
            if (goes || action.equals(LOOK) || action.startsWith(DOOR) || action.startsWith(EXAMINE)) {
                late++;
            } else {
                if (!room.isEmpty()) {
                    direct.add("teleport to " + room);
                    room = "";
                    late--;
                }
                for (; timed && late > 0; late--) {
                    direct.add(WAIT);
                }
                late = 0;
                direct.add(action);
            }
        }
        return direct;
    }

    /** Opens a task. */
    @FunctionalInterface
    interface Opener {
        ScienceWorldEpisode open();
    }

    private static Optional<List<ToolCall>> walk(List<String> path, Opener episodes) {
        try (ScienceWorldEpisode episode = episodes.open()) {
            List<ToolCall> calls = new ArrayList<>();
            for (String action : path) {
                awaitThing(action, episode, calls);
                Optional<ToolCall> next = call(action, episode);
                if (next.isPresent()) {
                    calls.add(next.get());
                    if (episode.step(next.get()).ended()) {
                        return episode.done() ? Optional.of(calls) : Optional.empty();
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** Waits for what is to be focused on: it may have grown by now on the authors' way, which takes more time. */
    private static void awaitThing(String action, ScienceWorldEpisode episode, List<ToolCall> calls) {
        ToolCall wait = ToolCall.of(WAIT);
        for (int i = 0; i < PATIENCE && action.startsWith(FOCUS); i++) {
            if (episode.names().containsKey(plain(action.substring(FOCUS.length())))
                    || !episode.actions().contains(wait)) {
                return;
            }
            calls.add(wait);
            episode.step(wait);
        }
    }

    /** An action in the names that the episode lists; none where it is no call, or chooses where nothing is to be chosen. */
    private static Optional<ToolCall> call(String action, ScienceWorldEpisode episode) {
        List<ToolCall> admissible = episode.actions();
        Map<String, String> names = episode.names();
        return Verb.call(plain(action), names.keySet())
                .map(call -> listed(call, names))
                .map(call -> call.tool().equals(Verb.CHOOSE) ? call : nearest(call, admissible))
                .filter(call -> !call.tool().equals(Verb.CHOOSE) || admissible.contains(call));
    }

    /** In small letters and without articles, as the simulator compares words. */
    private static String plain(String words) {
        return ARTICLES.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static ToolCall listed(ToolCall call, Map<String, String> names) {
        Map<String, String> arguments = new LinkedHashMap<>(call.arguments());
        arguments.replaceAll((parameter, name) -> names.getOrDefault(name, name));
        return new ToolCall(call.tool(), arguments);
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
