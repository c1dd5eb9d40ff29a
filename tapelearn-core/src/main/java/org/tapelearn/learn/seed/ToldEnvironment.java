package org.tapelearn.learn.seed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Unchecked;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/**
 * An environment whose tasks carry what the user's seeds say of them: a task tells what all seeds that ask for its family say, in the
 * order of the seeds and without repetition. All else is the environment's. Safe for use by several threads.
 */
public final class ToldEnvironment implements Environment {
    private final Environment environment;
    private volatile List<TaskFamily> families;

    public ToldEnvironment(Environment environment) {
        this.environment = environment;
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
        families = environment.families().stream()
                .map(family -> told.containsKey(family.name())
                        ? new Telling(family, new ArrayList<>(told.get(family.name())))
                        : family)
                .toList();
    }

    @Override
    public String name() {
        return environment.name();
    }

    @Override
    public String description() {
        return environment.description();
    }

    @Override
    public List<ToolSpec> tools() {
        return environment.tools();
    }

    @Override
    public List<TaskFamily> families() {
        return families;
    }

    @Override
    public List<String> notes() {
        return environment.notes();
    }

    @Override
    public List<Unchecked> unchecked() {
        return environment.unchecked();
    }

    @Override
    public List<String> dataSources() {
        return environment.dataSources();
    }

    @Override
    public int maxCalls() {
        return environment.maxCalls();
    }

    @Override
    public int maxRepeats() {
        return environment.maxRepeats();
    }

    @Override
    public boolean lastingNames() {
        return environment.lastingNames();
    }

    @Override
    public Episode open(Task task, long seed) {
        return environment.open(task, seed);
    }

    /** Leaves the environment open: who made it closes it. */
    @Override
    public void close() {}

    /** A family whose tasks carry what was told, below what they tell themselves. */
    private record Telling(TaskFamily family, List<String> told) implements TaskFamily {
        @Override
        public String name() {
            return family.name();
        }

        @Override
        public String description() {
            return family.description();
        }

        @Override
        public TaskCategory category() {
            return family.category();
        }

        @Override
        public int size() {
            return family.size();
        }

        @Override
        public boolean heldOut() {
            return family.heldOut();
        }

        @Override
        public List<String> keywords() {
            return family.keywords();
        }

        @Override
        public List<String> groups(Split split) {
            return family.groups(split);
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            return family.draw(split, group, wording, number).map(this::telling);
        }

        @Override
        public String question(Task task) {
            return family.question(task);
        }

        @Override
        public List<ToolCall> expert(Task task) {
            return family.expert(task);
        }

        @Override
        public Optional<Task> reword(Task task, SplittableRandom random) {
            return family.reword(task, random).map(this::telling);
        }

        private Task telling(Task task) {
            LinkedHashSet<String> lines = new LinkedHashSet<>(task.told());
            lines.addAll(told);
            return task.withTold(new ArrayList<>(lines));
        }
    }
}
