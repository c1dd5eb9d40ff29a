package org.tapelearn.run;

/**
 * When to cut an attempt short.
 *
 * @param maxSteps calls an attempt may make, at least 1
 * @param maxRepeats how often the same call may get the same answer before the attempt counts as looping, at least 1
 */
public record Limits(int maxSteps, int maxRepeats) {
    public static final Limits DEFAULT = new Limits(14, 3);

    public Limits {
        if (maxSteps < 1 || maxRepeats < 1) {
            throw new IllegalArgumentException(
                    "The limits must be at least 1, but are %d steps and %d repeats.".formatted(maxSteps, maxRepeats));
        }
    }
}
