package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.env.tools.methods.MethodToolHost;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

class ToolEnvironmentTest {
    private static final String SEEDS = """
            seed_tasks:
              - id: find-code
                description: "What is the code of {place}?"
                phrasings: ["Tell me the code of {place}.", "I need {place}'s code."]
                parameters:
                  place: [mill, farm, inn, barn, tower, bridge, well, forge, mine, camp, dock, hall]
                  code: {range: [1000, 1999]}
                setup: {"{place}.txt": "code: {code}"}
                check: {answer: "{code}"}
                partial: [{seen: "{code}", evidence: true}]
              - {id: one, description: Say one, check: {answer: 1}}
              - {id: two, description: Say two, check: {answer: 2}, split: test}
              - {id: shrug, description: Be nice}
            """;

    /** Shows the working folder. */
    static final class Desk {
        private final WorkFolder folder;

        Desk(WorkFolder folder) {
            this.folder = folder;
        }

        @Tool("Lists the files.")
        String list() throws IOException {
            try (var files = Files.list(folder.path())) {
                return String.join(
                        "\n",
                        files.map(file -> "[FILE] " + file.getFileName())
                                .sorted()
                                .toList());
            }
        }

        @Tool("Shows a file.")
        String show(@P("which") String file) throws IOException {
            return Files.readString(folder.path().resolve(file));
        }

        @Tool("Says a lot.")
        String talk(@P("how much") int words) {
            return "bla ".repeat(words);
        }

        @Tool("Says where it works.")
        String where() {
            return folder.path() + "/desk";
        }

        @Tool("Sums up.")
        int sum(@P("what") List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static ToolEnvironment environment(String seeds) {
        return ToolEnvironment.of(
                "desk",
                MethodToolHost.of(Desk.class, Set.of("list", "show", "where"), Desk::new),
                SeedsFile.parse(seeds, "tasks.yaml"),
                new ToolSettings("submit_answer", 10, 200));
    }

    private static Task task(ToolEnvironment environment, Split split) {
        TaskFamily family = environment.families().getFirst();
        return family.draw(split, family.groups(split).getFirst(), TaskFamily.Wording.KNOWN, 0)
                .orElseThrow();
    }

    private static boolean solved(Episode episode, Task task) {
        return task.criteria().stream()
                .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                .allMatch(criterion -> episode.check(criterion).holds());
    }

    @Test
    void keepsTheContractOfAnEnvironment() {
        try (ToolEnvironment environment = environment(SEEDS)) {
            assertThat(new EnvironmentChecker(environment, 3, 12, 6, 1).violations())
                    .filteredOn(violation -> !violation.rule().equals("a listed action can be executed"))
                    .isEmpty();
        }
    }

    @Test
    void letsAnAttemptFindTheAnswerByListedCallsAlone() {
        try (ToolEnvironment environment = environment(SEEDS)) {
            Task task = task(environment, Split.TRAIN);
            try (Episode episode = environment.open(task, 1)) {
                assertThat(episode.opening()).isEqualTo("Working folder: /workspace");
                String file = episode.step(ToolCall.of("list")).observation().replace("[FILE] ", "");
                ToolCall show = ToolCall.of("show", "file", file);
                assertThat(episode.actions()).contains(show);
                String code = episode.step(show).observation().replace("code: ", "");
                ToolCall answer = ToolCall.of("submit_answer", "answer", code);
                assertThat(episode.actions()).contains(answer);
                assertThat(solved(episode, task)).isFalse();

                assertThat(episode.step(answer)).isEqualTo(Transition.end("The answer was taken."));

                assertThat(solved(episode, task)).isTrue();
                assertThat(task.criteria()).extracting(episode::check).allMatch(Finding::holds);
                assertThat(episode.actions()).isEmpty();
                assertThat(episode.step(ToolCall.of("list")).error()).isTrue();
            }
        }
    }

    @Test
    void makesOneFamilyOfEachTemplateAndOneOfTheRest() {
        try (ToolEnvironment environment = environment(SEEDS)) {
            assertThat(environment.families()).extracting(TaskFamily::name).containsExactly("find_code", "fixed_tasks");
            TaskFamily fixed = environment.families().getLast();
            assertThat(fixed.groups(Split.TRAIN)).containsExactly("one");
            assertThat(fixed.groups(Split.TEST)).containsExactly("two");
            TaskFamily template = environment.families().getFirst();
            String group = template.groups(Split.TEST).getFirst();
            assertThat(template.draw(Split.TEST, group, TaskFamily.Wording.HELD_OUT, 5))
                    .map(Task::description)
                    .hasValueSatisfying(
                            words -> assertThat(words).startsWith("I need ").endsWith("'s code."));
            for (long number = 0; number < 10; number++) {
                assertThat(template.draw(
                                Split.TRAIN, template.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, number))
                        .hasValueSatisfying(
                                task -> assertThat(task.description()).doesNotStartWith("I need"));
            }
        }
    }

    @Test
    void answersWrongCallsWithWhatWouldHelp() {
        try (ToolEnvironment environment = environment(SEEDS);
                Episode episode = environment.open(task(environment, Split.TRAIN), 1)) {
            assertThat(episode.step(ToolCall.of("shw")).observation())
                    .startsWith("There is no tool (shw). Those there are: list, show, sum, talk, where, submit_answer.")
                    .endsWith("Maybe you meant (show).");
            assertThat(episode.step(ToolCall.of("show")).observation())
                    .isEqualTo("Tool (show) needs the argument (file).");
            assertThat(episode.step(ToolCall.of("show", "fil", "a")).observation())
                    .startsWith("Tool (show) has no argument (fil); it has: file.");
            assertThat(episode.step(ToolCall.of("talk", "words", "many")).observation())
                    .isEqualTo("The argument (words) of tool (talk) is a whole number, but (many) was given.");
            assertThat(episode.step(ToolCall.of("sum", "numbers", "1, 2")).observation())
                    .isEqualTo(
                            "The argument (numbers) of tool (sum) is a JSON list such as [\"a\", \"b\"], but (1, 2) was given.");
            assertThat(episode.step(ToolCall.of("sum", "numbers", "[1, 2]"))).isEqualTo(Transition.of("3"));
            assertThat(episode.step(ToolCall.of("show", "file", "no.txt")).error())
                    .isTrue();
        }
    }

    @Test
    void cutsLongAnswersAndHidesWhereTheFolderIs() {
        try (ToolEnvironment environment = environment(SEEDS);
                Episode episode = environment.open(task(environment, Split.TRAIN), 1)) {
            assertThat(episode.step(ToolCall.of("talk", "words", "100")).observation())
                    .hasSizeLessThan(260)
                    .endsWith("[cut: 200 of 400 characters are shown]");
            assertThat(episode.step(ToolCall.of("where"))).isEqualTo(Transition.of("/workspace/desk"));
        }
    }

    @Test
    void refusesChecksByToolsThatMayChangeSomething() {
        assertThatThrownBy(() ->
                        environment("tasks: [{description: x, check: {tool_result: {tool: talk, contains: bla}}}]"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageStartingWith(
                        "tasks.yaml, line 1: a check calls a tool that changes nothing; those are (list, show, where), but it names (talk).");
    }

    @Test
    void refusesAnAnswerToolOfTheNameOfAnother() {
        assertThatThrownBy(() -> ToolEnvironment.of(
                        "desk",
                        MethodToolHost.of(Desk.class, Set.of(), Desk::new),
                        SeedsFile.parse(SEEDS, "tasks.yaml"),
                        new ToolSettings("show", 10, 200)))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("mcp.answer_tool=give_answer");
    }

    @Test
    void saysWhenATaskIsNotOfItsFile() {
        try (ToolEnvironment environment = environment(SEEDS);
                ToolEnvironment other = environment("tasks: [{id: x, description: x, check: {answer: x}}]")) {
            Task task = task(environment, Split.TRAIN);

            assertThatThrownBy(() -> other.open(task, 1))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("Was the file changed since the session began?");
        }
    }
}
