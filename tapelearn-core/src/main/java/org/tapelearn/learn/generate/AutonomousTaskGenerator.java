package org.tapelearn.learn.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * Widens what is practised: once something goes well, it takes up further families of the environment, easiest first unless told otherwise. A family is
 * admitted only when its checker was tested: its tasks fail untouched, and random attempts do not solve them.
 */
public final class AutonomousTaskGenerator {
    private static final int RANDOM_ATTEMPTS = 20;
    private static final int RANDOM_CALLS = 10;

    private final Environment environment;
    private final int maxPerGeneration;
    private final boolean easiestFirst;
    private final long seed;

    /**
     * Works on an environment.
     *
     * @param maxPerGeneration families taken up at a time at most
     * @param easiestFirst take up what is smallest next; otherwise in the environment's own order
     */
    public AutonomousTaskGenerator(Environment environment, int maxPerGeneration, boolean easiestFirst, long seed) {
        this.environment = environment;
        this.maxPerGeneration = maxPerGeneration;
        this.easiestFirst = easiestFirst;
        this.seed = seed;
    }

    /**
     * What a generation came to.
     *
     * @param admitted names of families to practise from now on
     * @param refused for each family refused, why
     */
    public record Generation(List<String> admitted, TreeMap<String, String> refused) {}

    /**
     * Proposes families that are not practised yet, once any practised one goes well: the curriculum sees to it
     * that what is too hard for now comes rarely.
     *
     * @param practised names of the families practised so far
     * @param goesWell whether a family's tasks succeed more often than not
     */
    public Generation generate(List<String> practised, Predicate<String> goesWell) {
        List<String> admitted = new ArrayList<>();
        TreeMap<String, String> refused = new TreeMap<>();
        if (practised.stream().noneMatch(goesWell)) {
            return new Generation(admitted, refused);
        }
        List<TaskFamily> others = environment.families().stream()
                .filter(family -> !family.heldOut() && !practised.contains(family.name()))
                .sorted(Comparator.comparingInt(family -> easiestFirst ? family.size() : 0))
                .toList();
        for (TaskFamily family : others) {
            if (admitted.size() < maxPerGeneration) {
                fault(family)
                        .ifPresentOrElse(fault -> refused.put(family.name(), fault), () -> admitted.add(family.name()));
            }
        }
        return new Generation(admitted, refused);
    }

    /** Says what is wrong with a family's checker, if anything. */
    private Optional<String> fault(TaskFamily family) {
        try {
            return checked(family);
        } catch (EnvironmentFault broken) {
            return Optional.of("the environment broke: " + broken.getMessage());
        }
    }

    private Optional<String> checked(TaskFamily family) {
        Optional<Task> drawn = family.groups(Split.TRAIN).stream()
                .map(group -> family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, seed))
                .flatMap(Optional::stream)
                .findFirst();
        if (drawn.isEmpty()) {
            return Optional.of("no task can be drawn from it here");
        }
        Task task = drawn.get();
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
