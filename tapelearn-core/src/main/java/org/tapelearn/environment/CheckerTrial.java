package org.tapelearn.environment;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Task;

/**
 * Tries a task's checker before anything is learned from it: the task must fail when nothing was done, and attempts at random
 * must hardly ever solve it. Equal seeds give equal trials.
 */
public record CheckerTrial(Environment environment, long seed) {
    private static final int RANDOM_ATTEMPTS = 20;
    private static final int RANDOM_CALLS = 10;

    /** Says what is wrong with a task's checker; empty when nothing was found. */
    public Optional<String> fault(Task task) {
        if (!task.checkable()) {
            return Optional.of("its tasks cannot be checked");
        }
        if (solved(task, 0, new SplittableRandom(seed))) {
            return Optional.of("its task is solved without doing anything");
        }
        int lucky = 0;
        for (int attempt = 0; attempt < RANDOM_ATTEMPTS; attempt++) {
            lucky += solved(task, RANDOM_CALLS, new SplittableRandom(seed + attempt)) ? 1 : 0;
        }
        return lucky > RANDOM_ATTEMPTS / 20
                ? Optional.of("%d of %d random attempts solve it".formatted(lucky, RANDOM_ATTEMPTS))
                : Optional.empty();
    }

    private boolean solved(Task task, int calls, SplittableRandom random) {
        try (Episode episode = environment.open(task, seed)) {
            for (int i = 0; i < calls; i++) {
                List<ToolCall> actions = episode.actions();
                Transition transition = episode.step(actions.get(random.nextInt(actions.size())));
                if (transition.ended()) {
                    break;
                }
            }
            return task.criteria().stream()
                    .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                    .allMatch(criterion -> episode.check(criterion).holds());
        }
    }
}
