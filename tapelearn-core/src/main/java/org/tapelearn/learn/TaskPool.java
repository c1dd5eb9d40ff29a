package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Draws tasks of families, the same ones for the same seed, without repeating what it gave before where that is asked. */
final class TaskPool {
    private static final int TRIES = 40;

    private final Map<String, Optional<Task>> drawn = new HashMap<>();
    private final long seed;

    TaskPool(long seed) {
        this.seed = seed;
    }

    /**
     * Draws a training task of a family, from a random data set of the training split.
     *
     * @param pool how many different questions a family and data set has, or 0 for no limit
     */
    Optional<Task> training(TaskFamily family, int pool, SplittableRandom random) {
        List<String> groups = family.groups(Split.TRAIN);
        for (int i = 0; i < TRIES && !groups.isEmpty(); i++) {
            String group = groups.get(random.nextInt(groups.size()));
            long number = pool > 0 ? random.nextInt(pool) : random.nextInt(Integer.MAX_VALUE);
            Optional<Task> task = draw(family, Split.TRAIN, group, TaskFamily.Wording.KNOWN, number);
            if (task.isPresent()) {
                return task;
            }
        }
        return Optional.empty();
    }

    /**
     * Draws distinct tasks round robin over families and their data sets, in a fixed order.
     *
     * @param start the first number to try, so that different uses get different tasks
     * @param seen questions that must not come again; the drawn ones are added
     */
    List<Task> distinct(
            List<TaskFamily> families,
            Split split,
            TaskFamily.Wording wording,
            int count,
            long start,
            Set<String> seen) {
        List<Task> tasks = new ArrayList<>();
        int most = families.stream()
                .mapToInt(family -> family.groups(split).size())
                .max()
                .orElse(0);
        for (long number = start; number < start + TRIES && tasks.size() < count; number++) {
            for (int i = 0; i < most && tasks.size() < count; i++) {
                for (TaskFamily family : families) {
                    List<String> groups = family.groups(split);
                    if (i < groups.size() && tasks.size() < count) {
                        family.draw(split, groups.get(i), wording, number(number))
                                .filter(task -> seen.add(family.question(task)))
                                .ifPresent(tasks::add);
                    }
                }
            }
        }
        return tasks;
    }

    private Optional<Task> draw(TaskFamily family, Split split, String group, TaskFamily.Wording wording, long number) {
        String key = family.name() + "/" + group + "/" + wording + "/" + number;
        return drawn.computeIfAbsent(key, missing -> family.draw(split, group, wording, number(number)));
    }

    private long number(long index) {
        return seed * 1_000_003L + index;
    }

    static Set<String> nothingSeen() {
        return new HashSet<>();
    }
}
