package org.tapelearn.task;

/** How hard a task is: by structure at first, by measured success later. */
public enum TaskDifficulty {
    BEGINNER,
    INTERMEDIATE,
    ADVANCED,
    EXPERT;

    /**
     * Returns the structural difficulty of a task whose shortest solution takes {@code toolCalls} calls before the
     * answer: 1 beginner, 2 intermediate, 3 or 4 advanced, 5 and more expert.
     */
    public static TaskDifficulty ofSize(int toolCalls) {
        if (toolCalls <= 1) {
            return BEGINNER;
        }
        if (toolCalls == 2) {
            return INTERMEDIATE;
        }
        return toolCalls <= 4 ? ADVANCED : EXPERT;
    }
}
