package org.tapelearn.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Says what a user wrote of a task beside its words, in the lines that an agent reads below them. */
public final class Told {
    private Told() {}

    /**
     * Returns the lines.
     *
     * @param context what is around, a line each, as it was written
     * @param successCriteria how one sees that the task was done
     * @param checked tells of a criterion whether a check decides by it; others are told as wishes
     * @param examples of what is meant
     */
    public static List<String> lines(
            List<String> context, List<String> successCriteria, Predicate<String> checked, List<String> examples) {
        List<String> lines = new ArrayList<>(context);
        successCriteria.forEach(
                criterion -> lines.add((checked.test(criterion) ? "Done when: " : "Wanted: ") + criterion));
        examples.forEach(example -> lines.add("For example: " + example));
        return lines;
    }
}
