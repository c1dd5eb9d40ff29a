package org.tapelearn.learn.seed;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** Guesses category and difficulty from the whole words of a description: {@code fuse} is no {@code use}. */
final class SeedRules {
    private static final Map<TaskCategory, Set<String>> CATEGORIES = categories();
    private static final Map<TaskDifficulty, Set<String>> DIFFICULTIES = difficulties();

    private SeedRules() {}

    private static Map<TaskCategory, Set<String>> categories() {
        Map<TaskCategory, Set<String>> words = new EnumMap<>(TaskCategory.class);
        words.put(
                TaskCategory.EXPLORATION,
                words("explore explores exploring discover find navigate browse understand inspect look structure"));
        words.put(
                TaskCategory.DATA_ANALYSIS,
                words("data dataset datasets analyze analyse analysis analytics statistics statistical insights table"
                        + " tables csv columns"));
        words.put(
                TaskCategory.TOOL_USAGE,
                words("use uses using tool tools api apis call search searching download fill click"));
        words.put(TaskCategory.CREATIVE, words("create creates design draw write compose generate visualization"));
        words.put(
                TaskCategory.INTEGRATION,
                words("combine combines integrate integration pipeline workflow across join"));
        words.put(
                TaskCategory.PROBLEM_SOLVING,
                words("solve solves problem problems debug repair fix plan predict predictive model optimize"));
        return words;
    }

    private static Map<TaskDifficulty, Set<String>> difficulties() {
        Map<TaskDifficulty, Set<String>> words = new EnumMap<>(TaskDifficulty.class);
        words.put(TaskDifficulty.EXPERT, words("expert optimize autonomously automate orchestrate pipeline pipelines"));
        words.put(
                TaskDifficulty.ADVANCED,
                words("advanced complex predictive predict model models integrate combine multiple several evaluate"));
        words.put(
                TaskDifficulty.BEGINNER,
                words("beginner basic simple easy load read list show open explore understand first"));
        words.put(
                TaskDifficulty.INTERMEDIATE, words("intermediate clean filter compare group extract analyze practice"));
        return words;
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    static Set<String> of(String text) {
        Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        words.remove("");
        return words;
    }

    /** The category with most words in the description, the first of equals; problem solving without any. */
    static TaskCategory category(Set<String> words) {
        TaskCategory best = TaskCategory.PROBLEM_SOLVING;
        long most = 0;
        for (Map.Entry<TaskCategory, Set<String>> rule : CATEGORIES.entrySet()) {
            long hits = rule.getValue().stream().filter(words::contains).count();
            if (hits > most) {
                best = rule.getKey();
                most = hits;
            }
        }
        return best;
    }

    /** The hardest level that a word of the description names; otherwise the one given. */
    static TaskDifficulty difficulty(Set<String> words, TaskDifficulty otherwise) {
        return Arrays.stream(TaskDifficulty.values())
                .filter(level ->
                        DIFFICULTIES.getOrDefault(level, Set.of()).stream().anyMatch(words::contains))
                .max(Comparator.naturalOrder())
                .orElse(otherwise);
    }
}
