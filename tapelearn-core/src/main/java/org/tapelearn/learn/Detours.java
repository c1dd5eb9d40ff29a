package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/**
 * Puts a search into an expert's way: calls that do not bring what the task names into reach, before the one that does. An expert who
 * knows where a thing is goes straight there, and shows nobody how to look for it; where the next task's thing is elsewhere, who learned
 * from that expert takes another thing in its place.
 */
final class Detours {
    /** Calls of a search at most: of ten rooms, that leaves some unseen. */
    private static final int MOST = 6;

    private final Environment environment;
    private final Task task;
    private final long worldSeed;
    private final List<ToolCall> way;
    private final SplittableRandom random;
    /** The values that calls could name, before each call of the way. */
    private final List<Set<String>> inReach = new ArrayList<>();

    Detours(Environment environment, Task task, long worldSeed, List<ToolCall> way, SplittableRandom random) {
        this.environment = environment;
        this.task = task;
        this.worldSeed = worldSeed;
        this.way = way;
        this.random = random;
        try (Episode episode = environment.open(task, worldSeed)) {
            for (ToolCall call : way) {
                inReach.add(values(episode.actions()));
                episode.step(call);
            }
        }
    }

    /**
     * Returns up to three ways with a search in them, which are still to be checked: other calls like the one that brings the first thing
     * named into reach; others like the first call that brought anything; and these again with the way back, after the way was gone as
     * far as to the thing. None where no call brings a thing into reach that the task names, where the task names the place too, or where
     * other calls like that one find nothing: then the thing is made, not found.
     */
    List<List<ToolCall>> find() {
        for (String thing : named(way)) {
            int reaching = 0;
            while (reaching < way.size() && !inReach.get(reaching).contains(thing)) {
                reaching++;
            }
            reaching--;
            if (reaching >= 0 && reaching + 1 < way.size() && searchable(reaching)) {
                return around(thing, reaching);
            }
        }
        return List.of();
    }

    private List<List<ToolCall>> around(String thing, int reaching) {
        List<List<ToolCall>> detours = new ArrayList<>();
        detour(thing, reaching, way.get(reaching), false).ifPresent(detours::add);
        int first = firstGrowing();
        ToolCall like = way.get(first);
        if (!detours.isEmpty() && !like.tool().equals(way.get(reaching).tool()) && searchable(first)) {
            detour(thing, first, like, false).ifPresent(detours::add);
            detour(thing, reaching, like, true).ifPresent(detours::add);
        }
        return detours;
    }

    private boolean searchable(int call) {
        return named(List.of(way.get(call))).isEmpty();
    }

    /** The first call that brings anything into reach. */
    private int firstGrowing() {
        int call = 0;
        while (inReach.getFirst().containsAll(inReach.get(call + 1))) {
            call++;
        }
        return call;
    }

    /**
     * The way with calls of one tool put in before the call at a place; empty where they find the thing, or find nothing.
     *
     * @param like the call that they are like, never made itself
     * @param back whether it is made after them
     */
    private Optional<List<ToolCall>> detour(String thing, int at, ToolCall like, boolean back) {
        List<ToolCall> detour = new ArrayList<>(way.subList(0, at));
        int wanted = 1 + random.nextInt(MOST);
        try (Episode episode = environment.open(task, worldSeed)) {
            detour.forEach(episode::step);
            Set<String> found = values(episode.actions());
            boolean grown = false;
            for (int i = 0; i < wanted; i++) {
                List<ToolCall> others = episode.actions().stream()
                        .filter(call -> call.tool().equals(like.tool()) && !call.equals(like) && !detour.contains(call))
                        .toList();
                if (others.isEmpty()) {
                    break;
                }
                ToolCall other = others.get(random.nextInt(others.size()));
                boolean ended = episode.step(other).ended();
                Set<String> now = values(episode.actions());
                if (ended || now.contains(thing)) {
                    return Optional.empty();
                }
                grown |= found.addAll(now);
                detour.add(other);
            }
            if (!grown || (back && !episode.actions().contains(like))) {
                return Optional.empty();
            }
        }
        if (back) {
            detour.add(like);
        }
        detour.addAll(way.subList(at, way.size()));
        return Optional.of(detour);
    }

    private static Set<String> values(Collection<ToolCall> calls) {
        Set<String> values = new HashSet<>();
        calls.forEach(call -> values.addAll(call.arguments().values()));
        return values;
    }

    /** The values of calls that stand in the task's words, in the order of their use. */
    private List<String> named(List<ToolCall> calls) {
        return calls.stream()
                .flatMap(call -> call.arguments().values().stream())
                .distinct()
                .filter(this::stands)
                .toList();
    }

    private boolean stands(String value) {
        return Pattern.compile("\\b" + Pattern.quote(value.toLowerCase(Locale.ROOT)) + "\\b")
                .matcher(task.description().toLowerCase(Locale.ROOT))
                .find();
    }
}
