package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Recalled;
import org.tapelearn.tape.ToolCall;

/**
 * What memory recalled for an attempt, held beside what the attempt has done: which tools and choices the demonstrations went on
 * with that began with the same tools, and what insights say after the last one. Names of things play no part.
 */
final class Remembered {
    private static final int NONE_ALIKE = 0;

    private final List<Walk> walks = new ArrayList<>();
    private final List<Advice> advices = new ArrayList<>();
    private final int likeness;
    private List<Walk> alike = List.of();
    private double weight;
    private int depth;
    private long previous;

    /** A demonstration: its tools, and for each call its fixed choices; like demonstrations count more. */
    private record Walk(double weight, long[] tools, long[][] choices) {
        boolean begins(List<Situation.Turn> turns) {
            if (tools.length <= turns.size()) {
                return false;
            }
            for (int i = 0; i < turns.size(); i++) {
                if (turns.get(i).tool() != tools[i]) {
                    return false;
                }
            }
            return true;
        }

        boolean chooses(int depth, long choice) {
            return Arrays.stream(choices[depth]).anyMatch(one -> one == choice);
        }
    }

    /** An insight by its tools. */
    private record Advice(long after, long prefer, long avoid) {}

    Remembered(List<Recalled> recalled, ToolShapes shapes) {
        double best = 0;
        for (Recalled each : recalled) {
            switch (each.item()) {
                case MemoryItem.Demonstration demonstration -> {
                    best = Math.max(best, each.likeness());
                    walks.add(walk(demonstration, each.likeness() * each.likeness(), shapes));
                }
                case MemoryItem.Insight insight ->
                    advices.add(new Advice(
                            insight.after().isEmpty()
                                    ? Situation.START
                                    : shapes.of(insight.after()).tool(),
                            shapes.of(insight.prefer()).tool(),
                            shapes.of(insight.avoid()).tool()));
            }
        }
        this.likeness = (int) Math.floor(5 * best);
    }

    static Remembered nothing() {
        return new Remembered(List.of(), new ToolShapes(List.of()));
    }

    private static Walk walk(MemoryItem.Demonstration demonstration, double weight, ToolShapes shapes) {
        List<ToolCall> calls = demonstration.calls();
        long[] tools = new long[calls.size()];
        long[][] choices = new long[calls.size()][];
        for (int i = 0; i < tools.length; i++) {
            ToolShapes.Shape shape = shapes.of(calls.get(i).tool());
            tools[i] = shape.tool();
            long[] chosen = new long[calls.get(i).arguments().size()];
            int count = 0;
            for (Map.Entry<String, String> entry : calls.get(i).arguments().entrySet()) {
                ToolShapes.Argument argument = shape.argument(entry.getKey());
                if (argument.isChoice()) {
                    chosen[count++] = argument.choice(entry.getValue());
                }
            }
            choices[i] = Arrays.copyOf(chosen, count);
        }
        return new Walk(weight, tools, choices);
    }

    boolean isEmpty() {
        return walks.isEmpty() && advices.isEmpty();
    }

    /** Says where the attempt stands. */
    void follow(List<Situation.Turn> turns) {
        alike = walks.stream().filter(walk -> walk.begins(turns)).toList();
        weight = alike.stream().mapToDouble(Walk::weight).sum();
        depth = turns.size();
        previous = turns.isEmpty() ? Situation.START : turns.getLast().tool();
    }

    /** How like the task the most like demonstration's is, in fifths. */
    int likeness() {
        return likeness;
    }

    /** The share of the demonstrations that went on with a tool, in steps; 0 where none began as the attempt did. */
    int share(long tool) {
        return step(alike.stream().filter(walk -> walk.tools()[depth] == tool));
    }

    /** The same for a fixed choice of the next call. */
    int shareOfChoice(long choice) {
        return step(alike.stream().filter(walk -> walk.chooses(depth, choice)));
    }

    private int step(Stream<Walk> walks) {
        if (weight <= 0) {
            return NONE_ALIKE;
        }
        double share = walks.mapToDouble(Walk::weight).sum() / weight;
        return share <= 0 ? 1 : share < 0.34 ? 2 : share < 0.67 ? 3 : 4;
    }

    /** What insights say of a tool after the last one: 1 for it, -1 against it, 0 nothing. */
    int advice(long tool) {
        int sum = 0;
        for (Advice advice : advices) {
            if (advice.after() == previous) {
                sum += advice.prefer() == tool ? 1 : advice.avoid() == tool ? -1 : 0;
            }
        }
        return Integer.signum(sum);
    }
}
