package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Walks through episodes for tests. */
final class Episodes {
    static final Task TASK = task(Split.TRAIN);

    private Episodes() {}

    static Task task(Split split) {
        return new Task(
                "episode " + split,
                "Look around.",
                TaskCategory.DATA_ANALYSIS,
                TaskDifficulty.BEGINNER,
                "none",
                "none",
                "none",
                split,
                1,
                List.of(),
                new TaskOrigin.Seed("Look around."));
    }

    /** Calls each listed action of each table's first steps, all pictures drawn, and each tool with odd arguments. */
    static void tryEverything(DataScienceEnvironment environment) {
        for (Split split : Split.values()) {
            for (Table table : environment.tables().tables(split)) {
                List<ToolCall> opening = new ArrayList<>();
                opening.add(ToolCall.of("describe_table", "table", table.name()));
                table.columnNames()
                        .forEach(column ->
                                opening.add(ToolCall.of("describe_column", "table", table.name(), "column", column)));
                tryEach(environment, split, opening);
                tryOdd(environment, split, table);
            }
        }
        for (TaskFamily family : environment.families()) {
            for (Split split : Split.values()) {
                for (String group : family.groups(split)) {
                    for (int number = 0; number < 3; number++) {
                        family.draw(split, group, Wording.KNOWN, number).ifPresent(task -> {
                            try (Episode episode = environment.open(task, 1)) {
                                task.criteria().forEach(episode::check);
                            }
                        });
                    }
                }
            }
        }
    }

    private static void tryEach(DataScienceEnvironment environment, Split split, List<ToolCall> opening) {
        List<ToolCall> actions;
        try (Episode episode = environment.open(task(split), 1)) {
            opening.forEach(call -> answered(episode, call));
            actions = episode.actions();
        }
        for (ToolCall call : actions) {
            try (DataScienceEpisode episode = (DataScienceEpisode) environment.open(task(split), 1)) {
                opening.forEach(episode::step);
                answered(episode, call);
                episode.workspace()
                        .plots()
                        .values()
                        .forEach(plot -> assertThat(Drawing.png(plot, environment.tables()))
                                .isNotEmpty());
                assertThat(episode.actions()).isNotEmpty();
            }
        }
    }

    private static void tryOdd(DataScienceEnvironment environment, Split split, Table table) {
        List<String> values =
                new ArrayList<>(List.of("", "nonsense", "-1", "NaN", "1e999", "'\"; DROP TABLE x", "\u0000"));
        values.addAll(table.columnNames());
        values.add(table.name());
        SplittableRandom random = new SplittableRandom(5);
        try (Episode episode = environment.open(task(split), 1)) {
            answered(episode, ToolCall.of("describe_table", "table", table.name()));
            for (ToolSpec tool : DataTools.SPECS) {
                for (int i = 0; i < 40 && tool.effect() != ToolSpec.Effect.ENDS; i++) {
                    List<String> arguments = new ArrayList<>();
                    for (Parameter parameter : tool.parameters()) {
                        List<String> choices = parameter.name().equals("table")
                                        || parameter.name().equals("left")
                                        || parameter.name().equals("right")
                                ? List.of(table.name(), "nonsense")
                                : parameter.choices().isEmpty() ? values : parameter.choices();
                        arguments.add(parameter.name());
                        arguments.add(choices.get(random.nextInt(choices.size())));
                    }
                    answered(episode, ToolCall.of(tool.name(), arguments.toArray(String[]::new)));
                }
            }
        }
    }

    /** An answer says something, and leaves no marks of names to be filled in. */
    static Transition answered(Episode episode, ToolCall call) {
        Transition transition = episode.step(call);
        assertThat(transition.observation())
                .as(call.toString())
                .isNotBlank()
                .doesNotContain(Outcome.NEW, Outcome.TABLE);
        return transition;
    }
}
