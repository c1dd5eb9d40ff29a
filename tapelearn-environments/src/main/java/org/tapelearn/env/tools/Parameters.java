package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tapelearn.task.Split;

/**
 * The values that a template's parameters take, shared out to training, selection and test by seed. Of a parameter with
 * {@value #ENOUGH} values or more each value belongs to one split; where no parameter has so many, each combination does. Three
 * fifths are for training, a fifth each for selection and test, and one at least for each.
 */
final class Parameters {
    /** From so many values on, a parameter's are shared out. */
    static final int ENOUGH = 10;

    private static final int GROUPS = 6;
    private static final int MOST_COMBINATIONS = 20_000;
    private static final int TRIES = 40;

    private final List<Parameter> all;
    private final List<String> distinct;
    private final long seed;
    private final Map<Split, Map<String, List<String>>> own = new EnumMap<>(Split.class);
    private final Map<Split, List<Map<String, String>>> combinations = new EnumMap<>(Split.class);
    private final Optional<Parameter> first;

    /**
     * A parameter.
     *
     * @param shared all splits may use all of its values
     */
    record Parameter(String name, List<String> values, boolean shared) {
        Parameter {
            values = List.copyOf(values);
        }

        boolean isSharedOut() {
            return !shared && values.size() >= ENOUGH;
        }
    }

    /**
     * Shares the values out.
     *
     * @param distinct parameters that never have the same value at once
     */
    Parameters(List<Parameter> all, List<String> distinct, long seed) {
        this.all = List.copyOf(all);
        this.distinct = List.copyOf(distinct);
        this.seed = seed;
        this.first = all.stream().filter(Parameter::isSharedOut).findFirst();
        for (Split split : Split.values()) {
            own.put(split, new LinkedHashMap<>());
        }
        for (Parameter parameter : all) {
            Map<Split, List<String>> parts = parameter.isSharedOut()
                    ? parts(parameter.values(), seed ^ parameter.name().hashCode())
                    : Map.of();
            own.forEach((split, values) -> values.put(parameter.name(), parts.getOrDefault(split, parameter.values())));
        }
        if (first.isEmpty()) {
            combinations.putAll(parts(combined(), seed));
        }
    }

    /** Shares anything out: of fewer than three, training comes first, then selection. */
    static <T> Map<Split, List<T>> parts(List<T> values, long seed) {
        List<T> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, new Random(seed));
        int count = shuffled.size();
        int fifth = Math.max(1, count / 5);
        int test = count >= 3 ? fifth : 0;
        int selection = count >= 2 ? fifth : 0;
        Map<Split, List<T>> parts = new EnumMap<>(Split.class);
        parts.put(Split.TEST, List.copyOf(shuffled.subList(0, test)));
        parts.put(Split.SELECTION, List.copyOf(shuffled.subList(test, test + selection)));
        parts.put(Split.TRAIN, List.copyOf(shuffled.subList(test + selection, count)));
        return parts;
    }

    private List<Map<String, String>> combined() {
        List<Map<String, String>> found = new ArrayList<>(List.of(Map.of()));
        for (Parameter parameter : all) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> start : found) {
                for (String value : parameter.values()) {
                    if (longer.size() < MOST_COMBINATIONS) {
                        Map<String, String> next = new LinkedHashMap<>(start);
                        next.put(parameter.name(), value);
                        longer.add(next);
                    }
                }
            }
            found = longer;
        }
        return found.stream().filter(this::differ).toList();
    }

    private boolean differ(Map<String, String> values) {
        Set<String> seen = new HashSet<>();
        return distinct.stream().allMatch(name -> seen.add(values.getOrDefault(name, "")));
    }

    Set<String> names() {
        return all.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
    }

    /** How many groups of tasks a split has: tasks of different groups share no value of the first parameter that is shared out. */
    int groups(Split split) {
        int units = first.map(parameter -> values(split, parameter).size())
                .orElseGet(() -> combinations.getOrDefault(split, List.of()).size());
        return Math.min(GROUPS, units);
    }

    private List<String> values(Split split, Parameter parameter) {
        return own.getOrDefault(split, Map.of()).getOrDefault(parameter.name(), List.of());
    }

    /** The values of the {@code number}-th task of a group; empty where parameters that must differ do not. */
    Optional<Map<String, String>> draw(Split split, int group, long number) {
        int groups = groups(split);
        if (first.isEmpty()) {
            List<Map<String, String>> mine = members(combinations.getOrDefault(split, List.of()), group, groups);
            return Optional.of(mine.get((int) Math.floorMod(number, (long) mine.size())));
        }
        SplittableRandom random = new SplittableRandom(
                seed * 31 + split.name().hashCode() * 7919L + group * 104_729L + number * 1_000_003L);
        for (int i = 0; i < TRIES; i++) {
            Map<String, String> drawn = new LinkedHashMap<>();
            for (Parameter parameter : all) {
                List<String> values = values(split, parameter);
                List<String> mine = parameter.equals(first.get()) ? members(values, group, groups) : values;
                drawn.put(parameter.name(), mine.get(random.nextInt(mine.size())));
            }
            if (differ(drawn)) {
                return Optional.of(drawn);
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> members(List<T> values, int group, int groups) {
        return IntStream.range(0, values.size())
                .filter(i -> i % groups == group)
                .mapToObj(values::get)
                .toList();
    }
}
