package org.tapelearn.evaluate;

import org.tapelearn.run.Rollout;
import org.tapelearn.task.Task;

/** Says what an attempt looks like where nothing can check it. Safe for use by several threads. */
@FunctionalInterface
public interface Judges {
    /** Says nothing. */
    Judges NONE = (task, rollout) -> new Evaluation.Unscored("the task has no criterion that can be checked");

    /** Returns {@link Evaluation.Weak} where the judges agree, and {@link Evaluation.Unscored} where they do not. */
    Evaluation judge(Task task, Rollout rollout);
}
