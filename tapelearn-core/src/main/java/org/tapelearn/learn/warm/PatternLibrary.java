package org.tapelearn.learn.warm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.tape.ToolCall;

/**
 * Sequences of tools, mined from successes: for each family, two or three tools called one after the other in the shortest success
 * of a task, and how attempts with and without them ended since the sequence was first seen.
 *
 * @param counted what memory was warmed with
 */
public record PatternLibrary(SortedMap<String, Family> families, Counted counted) {
    public static final PatternLibrary EMPTY = new PatternLibrary(new TreeMap<>(), Counted.NONE);

    /** Sequences kept a family, at most: those that succeeded most often. */
    private static final int KEPT = 24;

    private static final int LONGEST = 3;
    private static final int LEAST_SUCCESSES = 2;

    public PatternLibrary {
        families = new TreeMap<>(families);
        counted = Objects.requireNonNullElse(counted, Counted.NONE); // libraries of earlier versions have none
    }

    PatternLibrary with(Counted countedNow) {
        return new PatternLibrary(families, countedNow);
    }

    /**
     * A family's attempts, and its sequences by their tools, joined by {@code >}.
     *
     * @param attempts attempts that could be judged
     * @param successes of them
     */
    public record Family(int attempts, int successes, SortedMap<String, Sequence> sequences) {
        static final Family NONE = new Family(0, 0, new TreeMap<>());

        public Family {
            sequences = new TreeMap<>(sequences);
        }
    }

    /**
     * How attempts with a sequence ended.
     *
     * @param uses attempts with it
     * @param successes of them
     * @param attemptsBefore the family's attempts before the sequence was first seen
     * @param successesBefore of them
     */
    public record Sequence(int uses, int successes, int attemptsBefore, int successesBefore) {
        /** Success with it over success of all attempts of the same time, each with one success in two added. */
        double lift(Family family) {
            double with = (successes + 1.0) / (uses + 2.0);
            double all = (family.successes() - successesBefore + 1.0) / (family.attempts() - attemptsBefore + 2.0);
            return with / all;
        }
    }

    /** A sequence that is worth trying. */
    public record Suggestion(String family, List<String> tools, double lift, int uses, int successes) {
        public Suggestion {
            tools = List.copyOf(tools);
        }
    }

    /** Returns the library with what a wave's attempts show. */
    PatternLibrary with(List<Judged> attempts) {
        SortedMap<String, Family> next = new TreeMap<>(families);
        byFamily(attempts).forEach((name, own) -> next.put(name, counted(next.getOrDefault(name, Family.NONE), own)));
        return new PatternLibrary(next, counted);
    }

    private static SortedMap<String, List<Judged>> byFamily(List<Judged> attempts) {
        SortedMap<String, List<Judged>> byFamily = new TreeMap<>();
        for (Judged attempt : attempts) {
            if (attempt.scored()) {
                byFamily.computeIfAbsent(attempt.task().family(), family -> new ArrayList<>())
                        .add(attempt);
            }
        }
        return byFamily;
    }

    private static Family counted(Family family, List<Judged> attempts) {
        SortedMap<String, Sequence> sequences = new TreeMap<>(family.sequences());
        TrajectoryOptimizer.byTask(attempts)
                .values()
                .forEach(task -> TrajectoryOptimizer.shortestSuccess(task)
                        .ifPresent(success -> sequences(success)
                                .forEach(key -> sequences.putIfAbsent(
                                        key, new Sequence(0, 0, family.attempts(), family.successes())))));
        int successes = 0;
        for (Judged attempt : attempts) {
            int won = attempt.grounded() ? 1 : 0;
            successes += won;
            for (String key : sequences(attempt)) {
                sequences.computeIfPresent(
                        key,
                        (same, seen) -> new Sequence(
                                seen.uses() + 1,
                                seen.successes() + won,
                                seen.attemptsBefore(),
                                seen.successesBefore()));
            }
        }
        return new Family(family.attempts() + attempts.size(), family.successes() + successes, most(sequences));
    }

    private static SortedMap<String, Sequence> most(SortedMap<String, Sequence> sequences) {
        SortedMap<String, Sequence> kept = new TreeMap<>();
        sequences.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        (Map.Entry<String, Sequence> entry) -> -entry.getValue().successes()))
                .limit(KEPT)
                .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept;
    }

    /** The sequences of two and three tools of an attempt, each once. */
    private static Set<String> sequences(Judged attempt) {
        List<String> tools =
                attempt.rollout().tape().calls().stream().map(ToolCall::tool).toList();
        Set<String> found = new LinkedHashSet<>();
        for (int length = 2; length <= LONGEST; length++) {
            for (int start = 0; start + length <= tools.size(); start++) {
                found.add(String.join(">", tools.subList(start, start + length)));
            }
        }
        return found;
    }

    /** The sequences of these families that succeed more often than attempts at large, twice at least; the best first. */
    List<Suggestion> suggestions(Set<String> names, int most) {
        List<Suggestion> suggestions = new ArrayList<>();
        families.forEach((name, family) -> {
            if (names.contains(name)) {
                family.sequences().forEach((key, sequence) -> {
                    double lift = sequence.lift(family);
                    if (lift > 1 && sequence.successes() >= LEAST_SUCCESSES) {
                        suggestions.add(new Suggestion(
                                name, List.of(key.split(">")), lift, sequence.uses(), sequence.successes()));
                    }
                });
            }
        });
        suggestions.sort(Comparator.comparingDouble((Suggestion one) -> -one.lift())
                .thenComparing(Suggestion::family)
                .thenComparing(one -> String.join(">", one.tools())));
        return suggestions.subList(0, Math.min(most, suggestions.size()));
    }

    /** How many sequences succeed more often than attempts at large. */
    public int size() {
        return suggestions(families.keySet(), Integer.MAX_VALUE).size();
    }
}
