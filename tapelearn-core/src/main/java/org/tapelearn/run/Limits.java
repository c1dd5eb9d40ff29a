package org.tapelearn.run;

import org.tapelearn.environment.Environment;
import org.tapelearn.task.Task;

/**
 * When to cut an attempt short.
 *
 * @param maxSteps calls an attempt may make, at least 1
 * @param maxRepeats how often the same call may get the same answer before the attempt counts as looping, at least 1
 */
public record Limits(int maxSteps, int maxRepeats) {
    public static final Limits DEFAULT = new Limits(14, 3);

    /** The limits that an environment asks for. */
    public static Limits of(Environment environment) {
        return new Limits(environment.maxCalls(), environment.maxRepeats());
    }

    /** The calls that an exploring attempt at a task may make: room for twice the shortest solution, and a little more. */
    int exploring(Task task) {
        return Math.min(maxSteps, 2 * task.size() + 4);
    }

    public Limits {
        if (maxSteps < 1 || maxRepeats < 1) {
            throw new IllegalArgumentException(
                    "The limits must be at least 1, but are %d steps and %d repeats.".formatted(maxSteps, maxRepeats));
        }
    }
}
