package org.tapelearn.learn.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.Environment;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** Finds tasks of more, or of less, structure than one: of families that are like its own, on its data where that can be. */
record Ladder(Environment environment, CheckerTrial trial, long seed) {
    /** Tasks that each take at least one call more than the one before. */
    List<Task> up(Task base, int steps) {
        List<Task> smallestFirst =
                tasks(base).sorted(Comparator.comparingInt(Task::size)).toList();
        List<Task> rungs = new ArrayList<>();
        int size = base.size();
        for (Task task : smallestFirst) {
            if (rungs.size() < steps && task.size() > size && trial.fault(task).isEmpty()) {
                size = task.size();
                rungs.add(from(task, new TaskOrigin.Progression(base.id(), rungs.size() + 1)));
            }
        }
        return rungs;
    }

    /** The task nearest in size among those that take fewer calls. */
    Optional<Task> below(Task base) {
        return tasks(base)
                .filter(task -> task.size() < base.size())
                .sorted(Comparator.comparingInt(task -> -task.size()))
                .filter(task -> trial.fault(task).isEmpty())
                .findFirst()
                .map(task -> from(task, new TaskOrigin.Variation(base.id())));
    }

    /** One training task of each family, those most like the base's family first. */
    private Stream<Task> tasks(Task base) {
        List<String> words = environment.families().stream()
                .filter(family -> family.name().equals(base.family()))
                .flatMap(family -> family.keywords().stream())
                .toList();
        return environment.families().stream()
                .filter(family -> !family.heldOut())
                .sorted(Comparator.comparingInt((TaskFamily family) -> family.category() == base.category() ? 0 : 1)
                        .thenComparingLong(family -> -family.keywords().stream()
                                .filter(words::contains)
                                .count()))
                .flatMap(family -> draw(family, base).stream());
    }

    private Optional<Task> draw(TaskFamily family, Task base) {
        List<String> groups = family.groups(Split.TRAIN);
        return Stream.concat(Stream.of(base.group()).filter(groups::contains), groups.stream())
                .flatMap(group -> family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, seed).stream())
                .findFirst();
    }

    static Task from(Task task, TaskOrigin origin) {
        return task.withOrigin(origin);
    }
}
