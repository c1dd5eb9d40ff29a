package org.tapelearn.environment;

import java.util.List;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/**
 * Something wanted that nothing can check.
 *
 * @param description in the user's words
 * @param whatToAdd what would let it be checked
 * @param tasks what can be tried of it: training tasks without criteria; may be empty
 */
public record Unchecked(String description, String whatToAdd, List<Task> tasks) {
    public Unchecked {
        tasks = List.copyOf(tasks);
        tasks.stream()
                .filter(task -> task.checkable() || task.split() != Split.TRAIN)
                .findFirst()
                .ifPresent(task -> {
                    throw new IllegalArgumentException(
                            "What nothing can check has training tasks without criteria, but (%s) is of split %s with %d."
                                    .formatted(
                                            task.id(),
                                            task.split(),
                                            task.criteria().size()));
                });
    }
}
