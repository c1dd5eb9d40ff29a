package org.tapelearn.environment;

import org.tapelearn.tape.Tape;
import org.tapelearn.task.Task;

/** Carries out what an agent does: calls real tools, services or databases. Used by several threads at once. */
@FunctionalInterface
public interface EnvironmentExecutor {
    /**
     * Carries out the last call of a tape ({@code tape.calls().getLast()}).
     *
     * @param tape the attempt so far, this call included
     * @return what the agent sees
     * @throws Exception when the world broke: the attempt ends with outcome error and this as its cause, and nothing is learned from it
     */
    Transition execute(Tape tape, Task task) throws Exception;
}
