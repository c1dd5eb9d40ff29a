package org.tapelearn.task;

/**
 * What the checker saw for one criterion.
 *
 * @param degree how much of it holds, in [0, 1], for a criterion that is more or less fulfilled
 */
public record Finding(String criterion, boolean holds, String detail, double degree) {
    public Finding {
        if (!(degree >= 0 && degree <= 1)) {
            throw new IllegalArgumentException(
                    "A criterion holds to a degree from 0 to 1, but (%s) to %s.".formatted(criterion, degree));
        }
    }

    /** A criterion that holds as a whole or not at all. */
    public Finding(String criterion, boolean holds, String detail) {
        this(criterion, holds, detail, holds ? 1 : 0);
    }
}
