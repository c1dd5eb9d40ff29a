package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tapelearn.environment.Episode;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;

class GuessingTest {
    private static final int NUMBERS = 3;
    private static final int ATTEMPTS = 2;
    private static DataScienceEnvironment environment;

    @BeforeAll
    static void open() {
        environment = DataScienceEnvironment.bundled();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    private static List<Task> tasks(Split split) {
        List<Task> tasks = new ArrayList<>();
        for (TaskFamily family : environment.families()) {
            for (String group : family.groups(split)) {
                for (long number = 0; number < NUMBERS; number++) {
                    family.draw(split, group, Wording.KNOWN, number).ifPresent(tasks::add);
                }
            }
        }
        return tasks;
    }

    /** Sees nothing but the list of calls: a few random ones, then a random answer among those offered. */
    @ParameterizedTest
    @EnumSource(Split.class)
    void randomSubmissionsRarelySucceed(Split split) {
        SplittableRandom random = new SplittableRandom(7);
        List<Task> tasks = tasks(split);
        int successes = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (Task task : tasks) {
                successes += guess(task, random, 1 + random.nextInt(6)) ? 1 : 0;
            }
        }
        assertThat((double) successes / (ATTEMPTS * tasks.size())).isLessThan(0.02);
    }

    private static boolean guess(Task task, SplittableRandom random, int calls) {
        try (Episode episode = environment.open(task, 0)) {
            for (int i = 0; i < calls; i++) {
                List<String> tools = episode.actions().stream()
                        .map(ToolCall::tool)
                        .filter(tool -> !tool.equals("submit_answer"))
                        .distinct()
                        .toList();
                episode.step(any(episode, tools.get(random.nextInt(tools.size())), random));
            }
            if (episode.actions().stream().noneMatch(call -> call.tool().equals("submit_answer"))) {
                return false;
            }
            episode.step(any(episode, "submit_answer", random));
            return episode.check(task.criteria().getLast()).holds();
        }
    }

    private static ToolCall any(Episode episode, String tool, SplittableRandom random) {
        List<ToolCall> calls = episode.actions().stream()
                .filter(call -> call.tool().equals(tool))
                .toList();
        return calls.get(random.nextInt(calls.size()));
    }

    @Test
    void anAnswerWithoutWorkIsNeverGrounded() {
        for (Task task : tasks(Split.TEST)) {
            try (Episode episode = environment.open(task, 0)) {
                episode.step(ToolCall.of("list_tables"));
                assertThat(task.criteria().stream()
                                .filter(criterion -> criterion.role() == Criterion.Role.EVIDENCE)
                                .anyMatch(criterion -> episode.check(criterion).holds()))
                        .as(task.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void descriptionsOfCriteriaNeverNameTheAnswer() {
        for (Task task : tasks(Split.TEST)) {
            for (Criterion criterion : task.criteria()) {
                assertThat(criterion.description()).doesNotContainPattern("[0-9]");
            }
        }
    }
}
