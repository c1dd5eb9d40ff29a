package org.tapelearn.memory;

import java.util.List;

/** Chooses what a task calls to mind. Implementations are deterministic and safe for use by several threads. */
@FunctionalInterface
public interface Recall {
    /** Recalls nothing. */
    Recall NOTHING = (memory, description, taskId) -> List.of();

    /**
     * Returns the items that fit a task, best first, some few at most.
     *
     * @param description the task's words
     * @param taskId what came from attempts at this very task is left out, so that learning meets what a new task would
     */
    List<Recalled> recall(Memory memory, String description, String taskId);
}
