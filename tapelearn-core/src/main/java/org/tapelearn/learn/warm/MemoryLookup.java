package org.tapelearn.learn.warm;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.WordOverlap;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;

/** Finds things in memory by words, category and difficulty. */
final class MemoryLookup {
    private static final double OF_THE_CATEGORY = 0.25;
    private static final double OF_THE_DIFFICULTY = 0.1;

    /** Words that tell nothing of what a description is about. */
    private static final Set<String> SMALL = Set.of(
            ("a about all an and any are as at be by can do does each every for from had has have how i if in into is it its many me"
                            + " much my no not of on or out please that the their them then there these this those to was were what"
                            + " when where which who whose why will with you your")
                    .split(" "));

    private final Map<String, TaskFamily> families = new HashMap<>();

    MemoryLookup(List<TaskFamily> families) {
        families.forEach(family -> this.families.put(family.name(), family));
    }

    List<MemoryItem> relevant(
            Memory memory,
            String description,
            @Nullable TaskCategory category,
            @Nullable TaskDifficulty difficulty,
            int most) {
        Set<String> wanted = telling(description);
        Map<String, Double> scores = new HashMap<>();
        for (MemoryItem item : memory.items()) {
            if (Collections.disjoint(wanted, telling(item.cue()))) {
                continue;
            }
            double score = WordOverlap.of(item.cue(), description);
            if (category != null && category(item).equals(Optional.of(category))) {
                score += OF_THE_CATEGORY;
            }
            if (difficulty != null && difficulty(item).equals(Optional.of(difficulty))) {
                score += OF_THE_DIFFICULTY;
            }
            scores.put(item.id(), score);
        }
        return memory.items().stream()
                .filter(item -> scores.containsKey(item.id()))
                .sorted(Comparator.comparingDouble((MemoryItem item) -> -scores.getOrDefault(item.id(), 0.0))
                        .thenComparingDouble(item -> -item.standing().quality())
                        .thenComparing(MemoryItem::id))
                .limit(most)
                .toList();
    }

    Optional<SuccessTemplate> template(Memory memory, TaskCategory category, TaskDifficulty difficulty) {
        return memory.demonstrations().stream()
                .filter(success -> category(success).equals(Optional.of(category)))
                .filter(success -> difficulty(success).equals(Optional.of(difficulty)))
                .min(Comparator.comparingInt((MemoryItem.Demonstration success) ->
                                success.calls().size())
                        .thenComparing(MemoryItem.Demonstration::id))
                .map(SuccessTemplate::of);
    }

    /** How many families and difficulties have a success. */
    int templates(Memory memory) {
        Set<String> found = new HashSet<>();
        memory.demonstrations().forEach(success -> found.add(success.family() + " " + difficulty(success)));
        return found.size();
    }

    SortedMap<String, Integer> byCategory(Memory memory) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        memory.items()
                .forEach(item -> counts.merge(
                        category(item)
                                .map(category -> category.name().toLowerCase(Locale.ROOT))
                                .orElse("unknown"),
                        1,
                        Integer::sum));
        return counts;
    }

    /** The families that a description's words point to; all that are known where they point to none. */
    Set<String> families(String description, Set<String> known) {
        Set<String> words = words(description);
        Set<String> meant = new HashSet<>();
        families.values().stream()
                .filter(family -> family.keywords().stream().anyMatch(words::contains))
                .forEach(family -> meant.add(family.name()));
        meant.retainAll(known);
        return meant.isEmpty() ? known : meant;
    }

    private static Set<String> telling(String text) {
        Set<String> words = words(text);
        words.removeAll(SMALL);
        words.remove("");
        return words;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    }

    private Optional<TaskCategory> category(MemoryItem item) {
        return Optional.ofNullable(families.get(item.family())).map(TaskFamily::category);
    }

    private Optional<TaskDifficulty> difficulty(MemoryItem item) {
        return Optional.ofNullable(families.get(item.family())).map(family -> TaskDifficulty.ofSize(family.size()));
    }
}
