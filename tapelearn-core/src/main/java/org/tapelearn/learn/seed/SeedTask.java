package org.tapelearn.learn.seed;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.Told;

/**
 * What a user wants learned, in words, and what it was understood as.
 *
 * @param id unique among the seeds of a session
 * @param environmentContext what the user says about the environment for this task
 * @param successCriteria how one sees that it was done, in words; those that name something the environment can check decide
 * @param examples of what is meant, in words
 * @param metadata what the user keeps with it
 * @param families the names of the families that it asks for, in the environment's order; empty when it cannot be checked
 * @param whatToAdd what would let it be checked; empty when it can be
 * @param uncheckedCriteria those of the success criteria that name nothing which the environment checks
 */
public record SeedTask(
        String id,
        String description,
        TaskCategory category,
        TaskDifficulty difficulty,
        EnvironmentContext environmentContext,
        List<String> successCriteria,
        List<String> examples,
        SortedMap<String, String> metadata,
        List<String> families,
        String whatToAdd,
        List<String> uncheckedCriteria) {
    public SeedTask {
        if (id.isBlank() || description.isBlank()) {
            throw new IllegalArgumentException(
                    "A seed task needs an id and a description, but has (%s) and (%s).".formatted(id, description));
        }
        successCriteria = List.copyOf(successCriteria);
        examples = List.copyOf(examples);
        metadata = new TreeMap<>(metadata);
        families = List.copyOf(families);
        // seeds of earlier versions have none
        uncheckedCriteria = List.copyOf(Objects.requireNonNullElse(uncheckedCriteria, List.of()));
    }

    /** What its tasks tell the agent below their words: the context, the criteria and the examples, a line each. */
    public List<String> told() {
        return Told.lines(environmentContext.lines(), successCriteria, this::checks, examples);
    }

    private boolean checks(String criterion) {
        return !uncheckedCriteria.contains(criterion);
    }

    /** Tells whether the environment has a checker for it; without one it is left out of every figure. */
    public boolean checkable() {
        return !families.isEmpty();
    }
}
