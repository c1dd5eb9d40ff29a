package org.tapelearn.env.tools;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.task.Split;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.Told;

/**
 * A task of a seeds file as it is written there: one task, or, with parameters, as many as they have values.
 *
 * @param place file and line
 * @param wordings the description, then other words for the same; never empty
 * @param calls the fewest calls before the answer that solve it, as the file says or its difficulty suggests
 * @param heldOut kept for the final report
 * @param split the split of a task without parameters, where the file says it
 * @param context what the agent is told about the environment, one line each
 * @param setup the files that the working folder begins with; a later one of the same name replaces an earlier
 * @param check decides success; empty when nothing does, and then the task counts in no figure
 * @param checkOrigin who wrote the check where the file does not have it; empty for the file's own
 * @param partial what earns partial credit
 */
record SeedTemplate(
        String place,
        String id,
        List<String> wordings,
        TaskCategory category,
        TaskDifficulty difficulty,
        int calls,
        boolean heldOut,
        Optional<Split> split,
        List<String> context,
        List<String> successCriteria,
        List<String> examples,
        Optional<Parameters> parameters,
        Map<String, String> setup,
        Optional<Check> check,
        String checkOrigin,
        List<Partial> partial) {
    SeedTemplate {
        wordings = List.copyOf(wordings);
        context = List.copyOf(context);
        successCriteria = List.copyOf(successCriteria);
        examples = List.copyOf(examples);
        setup = Collections.unmodifiableMap(new LinkedHashMap<>(setup));
        partial = List.copyOf(partial);
    }

    /** Returns the task with a check that somebody else wrote. */
    SeedTemplate with(Check written, String origin) {
        return new SeedTemplate(
                place,
                id,
                wordings,
                category,
                difficulty,
                calls,
                heldOut,
                split,
                context,
                successCriteria,
                examples,
                parameters,
                setup,
                Optional.of(written),
                origin,
                partial);
    }

    /** What its tasks tell the agent below their words. */
    List<String> told() {
        return Told.lines(context, successCriteria, criterion -> check.isPresent(), examples);
    }

    /** What a check of this task was written for: when it changes, so must the check. */
    String wanted() {
        return "%s | %s".formatted(wordings.getFirst(), String.join(" | ", successCriteria));
    }

    /**
     * A check that earns partial credit.
     *
     * @param evidence a success without it does not count as reached by way of the right state
     */
    record Partial(Check check, double weight, boolean evidence) {}

    /** How many of the wordings are kept for the final report: of every three one, and none of fewer. */
    int heldOutWordings() {
        return wordings.size() / 3;
    }
}
