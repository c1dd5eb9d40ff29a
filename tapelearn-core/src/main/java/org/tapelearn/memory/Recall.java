package org.tapelearn.memory;

import java.util.List;
import org.tapelearn.task.Task;

/** Chooses what a task calls to mind. Implementations are deterministic and safe for use by several threads. */
@FunctionalInterface
public interface Recall {
    /** Recalls nothing. */
    Recall NOTHING = (memory, task) -> List.of();

    /** Returns the items that fit the task, best first, some few at most. */
    List<MemoryItem> recall(Memory memory, Task task);
}
