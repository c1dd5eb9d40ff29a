package org.tapelearn.task;

import java.util.List;

/**
 * Something to be done, with the checks that decide whether it was.
 *
 * @param id unique and stable: equal draws give equal ids
 * @param description the words that the agent reads
 * @param family the family that the task belongs to
 * @param group the data set, world or other unit whose tasks are not independent of one another
 * @param wording which phrasing was used, for reports
 * @param size the fewest tool calls before the answer that solve it, at least 1
 * @param criteria the checks, exactly one of them final; empty when nothing can check the task
 */
public record Task(
        String id,
        String description,
        TaskCategory category,
        TaskDifficulty difficulty,
        String family,
        String group,
        String wording,
        Split split,
        int size,
        List<Criterion> criteria,
        TaskOrigin origin) {
    public Task {
        criteria = List.copyOf(criteria);
        long finals = criteria.stream()
                .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                .count();
        if (!criteria.isEmpty() && finals != 1) {
            throw new IllegalArgumentException("The task (%s) must have exactly one final criterion, but has %d of %d."
                    .formatted(id, finals, criteria.size()));
        }
    }

    /** Tells whether success can be decided. */
    public boolean checkable() {
        return !criteria.isEmpty();
    }
}
