package org.tapelearn.learn;

import java.util.List;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** A task in a user's words, which nothing checks, in a world that fits them. */
final class WordsTask {
    private WordsTask() {}

    /**
     * Finds a world for a task.
     *
     * @param splits where to look for it, in this order
     * @param group the world's name; empty for the first that fits
     */
    static Optional<Task> of(Environment environment, SeedTask understood, List<Split> splits, String group) {
        return families(environment, understood).stream()
                .flatMap(family -> splits.stream()
                        .flatMap(split -> family.groups(split).stream()
                                .filter(name -> group.isEmpty() || name.equals(group))
                                .flatMap(name -> family.draw(split, name, TaskFamily.Wording.KNOWN, 0).stream())))
                .findFirst()
                .map(world -> in(world, understood));
    }

    /** The families that the words ask for; all where they ask for none. */
    static List<TaskFamily> families(Environment environment, SeedTask understood) {
        return environment.families().stream()
                .filter(family ->
                        understood.families().isEmpty() || understood.families().contains(family.name()))
                .toList();
    }

    private static Task in(Task world, SeedTask understood) {
        String words = understood.description();
        return new Task(
                "asked-" + Integer.toHexString(words.hashCode()),
                words,
                understood.category(),
                understood.difficulty(),
                world.family(),
                world.group(),
                world.wording(),
                world.split(),
                world.size(),
                List.of(),
                world.origin(),
                understood.told());
    }
}
