package org.tapelearn.learn.seed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskFamily;

/**
 * Structures the user's seed descriptions: finds the task families of the environment that each one asks for, by its words.
 * A description that fits no family cannot be checked; it is listed, and left out of every figure.
 */
public final class SeedTaskManager {
    private final Environment environment;

    public SeedTaskManager(Environment environment) {
        this.environment = environment;
    }

    /**
     * A description and what it was understood as.
     *
     * @param families the names of the families that it asks for, in the environment's order; empty when it cannot be checked
     */
    public record SeedTask(String description, TaskCategory category, List<String> families) {
        public SeedTask {
            families = List.copyOf(families);
        }

        public boolean checkable() {
            return !families.isEmpty();
        }
    }

    /** Understands one description. */
    public SeedTask addSeedTaskFromDescription(String description) {
        Set<String> words = words(description);
        List<TaskFamily> matches = environment.families().stream()
                .filter(family -> !family.heldOut())
                .filter(family -> family.keywords().stream().anyMatch(words::contains))
                .toList();
        TaskCategory category =
                matches.isEmpty() ? categoryOf(words) : matches.getFirst().category();
        return new SeedTask(
                description, category, matches.stream().map(TaskFamily::name).toList());
    }

    /**
     * Understands all descriptions. Without any, the seeds are all families of the environment.
     *
     * @throws PrerequisiteException when no description can be checked
     */
    public List<SeedTask> addMultipleSeedTasks(List<String> descriptions) {
        if (descriptions.isEmpty()) {
            return environment.families().stream()
                    .filter(family -> !family.heldOut())
                    .map(family -> new SeedTask(family.description(), family.category(), List.of(family.name())))
                    .toList();
        }
        List<SeedTask> seeds =
                descriptions.stream().map(this::addSeedTaskFromDescription).toList();
        if (seeds.stream().noneMatch(SeedTask::checkable)) {
            Set<String> known = new LinkedHashSet<>();
            environment.families().forEach(family -> known.addAll(family.keywords()));
            throw new PrerequisiteException(
                    """
                    None of the %d seed descriptions can be checked in environment (%s), so nothing could be learned.
                    Name at least one thing that it can check, by one of these words: %s.""".formatted(descriptions.size(), environment.name(), String.join(", ", known)));
        }
        return seeds;
    }

    /** Returns the names of all families that the seeds ask for, without repetition, in the environment's order. */
    public List<String> families(List<SeedTask> seeds) {
        Set<String> wanted = new HashSet<>();
        seeds.forEach(seed -> wanted.addAll(seed.families()));
        List<String> names = new ArrayList<>();
        for (TaskFamily family : environment.families()) {
            if (wanted.contains(family.name())) {
                names.add(family.name());
            }
        }
        return names;
    }

    private static Set<String> words(String description) {
        return new HashSet<>(List.of(description.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    }

    private static TaskCategory categoryOf(Set<String> words) {
        if (words.contains("explore") || words.contains("discover")) {
            return TaskCategory.EXPLORATION;
        }
        if (words.contains("data") || words.contains("analyze") || words.contains("analysis")) {
            return TaskCategory.DATA_ANALYSIS;
        }
        if (words.contains("create") || words.contains("design")) {
            return TaskCategory.CREATIVE;
        }
        if (words.contains("combine") || words.contains("integrate")) {
            return TaskCategory.INTEGRATION;
        }
        return words.contains("tool") || words.contains("use") ? TaskCategory.TOOL_USAGE : TaskCategory.PROBLEM_SOLVING;
    }
}
