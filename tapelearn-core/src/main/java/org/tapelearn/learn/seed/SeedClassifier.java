package org.tapelearn.learn.seed;

import java.util.List;
import java.util.Optional;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;

/** Says what a description in words asks for. Where it cannot tell, the word rules do. */
@FunctionalInterface
public interface SeedClassifier {
    /** Leaves all to the word rules. */
    SeedClassifier RULES = (description, criteria, families) -> Kind.UNKNOWN;

    /**
     * Sorts a description.
     *
     * @param criteria when it counts as done, in words; may be none
     * @param families what can be checked
     */
    Kind classify(String description, List<String> criteria, List<TaskFamily> families);

    /**
     * What was found; whatever is empty is left to the word rules.
     *
     * @param families names of families, each one of those offered
     */
    record Kind(List<String> families, Optional<TaskCategory> category, Optional<TaskDifficulty> difficulty) {
        public static final Kind UNKNOWN = new Kind(List.of(), Optional.empty(), Optional.empty());

        public Kind {
            families = List.copyOf(families);
        }
    }
}
