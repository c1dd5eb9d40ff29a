package org.tapelearn.learn.seed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tapelearn.environment.DelegatingEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.task.DelegatingFamily;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * An environment whose tasks carry what the user's seeds say of them: a task tells what all seeds that ask for its family say, in the
 * order of the seeds and without repetition. All else is the environment's. Safe for use by several threads.
 */
public final class ToldEnvironment extends DelegatingEnvironment {
    private volatile List<TaskFamily> families;

    public ToldEnvironment(Environment environment) {
        super(environment);
        this.families = environment.families();
    }

    /** Lets the tasks that are drawn from now on tell what these seeds say. */
    public void tell(List<SeedTask> seeds) {
        Map<String, LinkedHashSet<String>> told = new TreeMap<>();
        for (SeedTask seed : seeds) {
            List<String> lines = seed.told();
            if (!lines.isEmpty()) {
                seed.families()
                        .forEach(family -> told.computeIfAbsent(family, name -> new LinkedHashSet<>())
                                .addAll(lines));
            }
        }
        families = super.families().stream()
                .map(family -> told.containsKey(family.name())
                        ? new Telling(family, new ArrayList<>(told.get(family.name())))
                        : family)
                .toList();
    }

    @Override
    public List<TaskFamily> families() {
        return families;
    }

    /** A family whose tasks carry what was told, below what they tell themselves. */
    private static final class Telling extends DelegatingFamily {
        private final List<String> told;

        Telling(TaskFamily family, List<String> told) {
            super(family);
            this.told = told;
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            return super.draw(split, group, wording, number).map(this::telling);
        }

        @Override
        public Optional<Task> reword(Task task, SplittableRandom random) {
            return super.reword(task, random).map(this::telling);
        }

        private Task telling(Task task) {
            LinkedHashSet<String> lines = new LinkedHashSet<>(task.told());
            lines.addAll(told);
            return task.withTold(new ArrayList<>(lines));
        }
    }
}
