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
 * @param told what the user says of the task beside its words, a line each: when it is done, examples, what is around
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
        TaskOrigin origin,
        List<String> told) {
    public Task {
        criteria = List.copyOf(criteria);
        told = List.copyOf(told);
        long finals = criteria.stream()
                .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                .count();
        if (!criteria.isEmpty() && finals != 1) {
            throw new IllegalArgumentException("The task (%s) must have exactly one final criterion, but has %d of %d."
                    .formatted(id, finals, criteria.size()));
        }
    }

    /** A task of which nothing is told beside its words. */
    public Task(
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
        this(id, description, category, difficulty, family, group, wording, split, size, criteria, origin, List.of());
    }

    /** All that the agent reads of it at the start: its description, and below it what was told. */
    public String words() {
        return told.isEmpty() ? description : description + "\n" + String.join("\n", told);
    }

    public Task withDescription(String other) {
        return new Task(id, other, category, difficulty, family, group, wording, split, size, criteria, origin, told);
    }

    public Task withCriteria(List<Criterion> other) {
        return new Task(
                id, description, category, difficulty, family, group, wording, split, size, other, origin, told);
    }

    public Task withOrigin(TaskOrigin other) {
        return new Task(
                id, description, category, difficulty, family, group, wording, split, size, criteria, other, told);
    }

    public Task withTold(List<String> other) {
        return new Task(
                id, description, category, difficulty, family, group, wording, split, size, criteria, origin, other);
    }

    /** Tells whether success can be decided. */
    public boolean checkable() {
        return !criteria.isEmpty();
    }
}
