package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapelearn.tape.ToolCall;

/**
 * Acts in a simulator always by the same pattern: act, look, see the inventory, list the valid actions. The simulator's own listing,
 * asked after an ambiguous action, may draw from the world's random stream, so another pattern could give another world.
 */
final class Stage {
    private static final int SHARED = 100_000;
    private static final double COMPLETE = 1 - 1e-9;

    /** One object for equal calls: a moment lists hundreds, and most are those of the moment before. */
    private static final Map<ToolCall, ToolCall> CALLS = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ToolCall, ToolCall> eldest) {
            return size() > SHARED;
        }
    });

    private Stage() {}

    /** Starts a task's variation, and gives its first moment. */
    static Moment open(Simulator simulator, WorldTask task, String simplifications)
            throws ReflectiveOperationException {
        simulator.load(task.name(), task.variation(), simplifications, false);
        return moment(simulator, null, new Simulator.Answer("", 0, false, true));
    }

    /** Acts, and gives the moment after. */
    static Moment act(Simulator simulator, Moment before, String action) throws ReflectiveOperationException {
        return moment(simulator, before, simulator.step(action));
    }

    private static Moment moment(Simulator simulator, @Nullable Moment before, Simulator.Answer answer)
            throws ReflectiveOperationException {
        String room = simulator.look().strip();
        String carried = simulator.inventory().strip();
        boolean ended = answer.completed() || answer.score() < 0 || answer.score() >= COMPLETE;
        List<String> valid = simulator.valid();
        Set<String> names = new LinkedHashSet<>();
        valid.forEach(action -> Verb.object(action).ifPresent(names::add));
        List<String> shown = new ArrayList<>();
        if (before != null) {
            // a recipe is one line too, so that the first line is the answer and the others are what there is
            shown.add(String.join(" ", answer.text().lines().map(String::strip).toList()));
        }
        if (before == null || !before.room.equals(room)) {
            shown.add(room);
        }
        if (before == null || !before.carried.equals(carried)) {
            shown.add(carried);
        }
        if (!names.isEmpty()) {
            shown.add("Things: " + String.join(", ", names));
        }
        return new Moment(
                String.join("\n", shown),
                room,
                carried,
                ended ? List.of() : calls(valid, names),
                answer.score(),
                answer.understood(),
                ended);
    }

    private static List<ToolCall> calls(List<String> valid, Set<String> names) {
        Set<ToolCall> calls = new LinkedHashSet<>();
        for (String action : valid) {
            Verb.call(action, names).ifPresent(call -> calls.add(shared(call)));
        }
        return List.copyOf(calls);
    }

    private static ToolCall shared(ToolCall call) {
        ToolCall earlier = CALLS.putIfAbsent(call, call);
        return earlier == null ? call : earlier;
    }
}
