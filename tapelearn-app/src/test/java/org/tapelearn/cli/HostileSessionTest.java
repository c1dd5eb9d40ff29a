package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.archive.Archive;
import org.tapelearn.environment.DelegatingEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.DelegatingFamily;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** A session that learned where environment and model say what a terminal would obey, and tasks are called like files elsewhere. */
class HostileSessionTest {
    /** Escapes, a title, a carriage return, C1 controls, overrides of direction. */
    private static final String EVIL = "\u001b[31m\u001b]0;t\u0007\r\u009b2J\u202e\u2066\u007f\u2028\u200f\u0085";

    private static final String EVIL_JSON =
            "\\u001b[31m\\u001b]0;t\\u0007\\r\\u009b2J\\u202e\\u2066\\u007f\\u2028\\u200f\\u0085";

    private static final String ELSEWHERE = "/../../../../elsewhere";

    @TempDir
    Path folder;

    private final ScriptedChatServer server = ScriptedChatServer.start(HostileSessionTest::answer);
    private final TestShell shell = new TestShell(new Environments(List.of(new Environments.Offer(
            "archive", "Codes.", List.of("Find out a code"), data -> new Evil(Archive.open())))));

    @AfterEach
    void stop() {
        server.close();
    }

    private static Said answer(Asked asked) {
        Said said = ForgetfulServer.answer(asked);
        return new Said(
                said.text().startsWith("{")
                        ? said.text().replace("begin with", EVIL_JSON + "begin with")
                        : said.text() + EVIL,
                said.calls().stream()
                        .map(call ->
                                new Said.Call(call.name(), call.arguments().replace("no code", "no code" + EVIL_JSON)))
                        .toList(),
                said.finish());
    }

    private int run(String command, String... more) {
        return shell.run(Stream.of(
                        Stream.of(command.split(" ")),
                        Stream.of("--store", folder.resolve("store").toString()),
                        Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    private void harmless(String command) {
        assertThat((shell.out() + shell.err()).codePoints().filter(point -> point != '\n'))
                .as(command)
                .isNotEmpty()
                .noneMatch(point -> Character.isISOControl(point)
                        || Character.getType(point) == Character.FORMAT
                        || point == 0x2028);
    }

    @Test
    void printsNoControlCharactersAndWritesNowhereElse() throws IOException {
        assertThat(run(
                        "learn environment_learner.max_learning_rounds=1 evaluation.test_tasks=10",
                        "--llm",
                        "openai-compatible:%s/v1#forgetful".formatted(server.address())))
                .as(shell.err())
                .isZero();
        harmless("learn");
        assertThat(run("tapes list --phase test-base --outcome failure --json")).isZero();
        JsonNode tapes = new ObjectMapper().readTree(shell.out());
        String tape = tapes.path(0).path("id").asText();
        String other = tapes.path(1).path("id").asText();
        assertThat(tape).contains(EVIL, ELSEWHERE);

        for (String command : List.of(
                "tapes list",
                "tapes list --json",
                "tapes stats",
                "tapes stats --json",
                "tapes grep . --calls --limit 100000",
                "tapes grep . --calls --json",
                "sessions",
                "sessions --json",
                "report",
                "report --json",
                "eval --split test")) {
            assertThat(run(command)).as("%s: %s", command, shell.err()).isZero();
            harmless(command);
        }
        for (String command : List.of(
                "tapes show --calls --full",
                "tapes show --calls --json",
                "fork --at 3",
                "fork --at 3 --json",
                "fork --at 3 --version base",
                "replay",
                "replay --json")) {
            assertThat(run(command, "--", tape))
                    .as("%s: %s", command, shell.err())
                    .isZero();
            harmless(command);
        }
        for (String command : List.of("tapes diff", "tapes diff --json")) {
            assertThat(run(command, "--", tape, other)).as(shell.err()).isZero();
            harmless(command);
        }
        for (String command : List.of("fork --at 99", "fork --at 4", "replay --agent", "tapes show", "rollback")) {
            assertThat(run(command, "--", tape + "x")).isEqualTo(ExitCode.USER_MUST_ACT);
            harmless(command);
        }
        assertThat(run("fork --at 99", "--", tape)).isEqualTo(ExitCode.USER_MUST_ACT);
        harmless("fork");
        assertThat(run("run", "Find out the code of Ada" + EVIL)).isZero();
        harmless("run");
        for (String file : List.of("tapes.json", "tapes.sqlite")) {
            assertThat(run(
                            "tapes export",
                            "--out",
                            folder.resolve("store").resolve(file).toString(),
                            "--",
                            tape))
                    .as(shell.err())
                    .isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("store"));
        }
        assertThat(folder.resolve("../elsewhere")).doesNotExist();
    }

    private static final class Evil extends DelegatingEnvironment {
        Evil(Environment environment) {
            super(environment);
        }

        @Override
        public List<TaskFamily> families() {
            return super.families().stream().<TaskFamily>map(EvilTasks::new).toList();
        }

        @Override
        public Episode open(Task task, long seed) {
            return new EvilEpisode(super.open(task, seed));
        }
    }

    private static final class EvilTasks extends DelegatingFamily {
        EvilTasks(TaskFamily family) {
            super(family);
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            return super.draw(split, group, wording, number)
                    .map(task -> new Task(
                            task.id() + ELSEWHERE + EVIL,
                            task.description() + " " + EVIL,
                            task.category(),
                            task.difficulty(),
                            task.family(),
                            task.group() + EVIL,
                            task.wording(),
                            task.split(),
                            task.size(),
                            task.criteria(),
                            task.origin(),
                            List.of("Told: " + EVIL)));
        }
    }

    private record EvilEpisode(Episode episode) implements Episode {
        @Override
        public String opening() {
            return episode.opening() + EVIL;
        }

        @Override
        public List<ToolCall> actions() {
            return episode.actions();
        }

        @Override
        public Transition step(ToolCall call) {
            Transition came = episode.step(call);
            return new Transition(came.observation() + EVIL, came.error(), came.ended());
        }

        @Override
        public Finding check(Criterion criterion) {
            Finding found = episode.check(criterion);
            return new Finding(found.criterion(), found.holds(), found.detail() + EVIL);
        }

        @Override
        public void close() {
            episode.close();
        }
    }
}
