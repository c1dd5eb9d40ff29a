package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.cli.report.ReportFixture;
import org.tapelearn.cli.report.ReportJson;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(new Environments(List.of(
            new Environments.Offer("data-science", "Tables.", List.of("Find the mean"), data -> new Toolbox()),
            new Environments.Offer("broken", "Fails.", List.of(), data -> {
                throw new IllegalStateException("wires crossed");
            }))));

    private int run(String... args) {
        return shell.run(args);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(shell.out());
    }

    @Nested
    class Help {
        static Stream<String> commands() {
            CommandLine program = Main.program(Shell.ofTheProcess());
            return Stream.concat(
                            program.getSubcommands().keySet().stream(),
                            Stream.of("list", "show", "diff", "grep", "stats", "import", "export")
                                    .map(name -> "tapes " + name))
                    .flatMap(name -> switch (name) {
                        case "judge" -> Stream.of(name, "judge audit");
                        case "checks" -> Stream.of(name, "checks draft");
                        default -> Stream.of(name);
                    });
        }

        @ParameterizedTest
        @MethodSource("commands")
        void holdsAnExampleInEightyColumns(String command) {
            String[] words = (command + " --help").split(" ");

            assertThat(run(words)).isZero();
            assertThat(shell.out())
                    .containsPattern("Examples?:\\R  tapelearn " + command)
                    .doesNotContain("\u001b");
            assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
        }

        @ParameterizedTest
        @MethodSource("commands")
        void namesTheCommonOptions(String command) {
            if (!Set.of("tapes", "judge", "checks").contains(command)) {
                run((command + " --help").split(" "));

                assertThat(shell.out()).contains("--store=DIR", "--seed=N", "--quiet", "--json");
            }
        }

        @Test
        void ofTheProgramListsAllCommands() {
            assertThat(run("--help")).isZero();
            assertThat(shell.out())
                    .contains("learn", "resume", "sessions", "report", "eval", "tapes", "envs", "tools", "config");
        }

        @Test
        void saysTheVersion() {
            assertThat(run("--version")).isZero();
            assertThat(shell.out()).matches("tapelearn \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?, Java \\d+.*\\R");
        }

        @Test
        void isShownWhenNoCommandIsGiven() {
            assertThat(run()).isEqualTo(ExitCode.USER_MUST_ACT);
            assertThat(shell.err()).contains("Usage: tapelearn");
        }
    }

    @Nested
    class WrongWords {
        @Test
        void inCommandsAndOptionsNameTheNearest() {
            assertThat(run("lern")).isEqualTo(2);
            assertThat(shell.err()).contains("There is no command (lern).").contains("Maybe you meant (learn).");
            assertThat(run("tapes", "lst")).isEqualTo(2);
            assertThat(shell.err()).contains("Maybe you meant (list).");
            assertThat(run("sessions", "--stor", "x")).isEqualTo(2);
            assertThat(shell.err()).contains("There is no option (--stor).").contains("Maybe you meant (--store).");
            assertThat(run("config", "--seed", "one")).isEqualTo(2);
            assertThat(shell.err()).contains("--seed").contains("one");
        }

        @Test
        void inEnvironmentsKeysAndChoicesNameTheNearest() {
            assertThat(run("tools", "data-sience")).isEqualTo(2);
            assertThat(shell.err()).contains("Maybe you meant (data-science).").doesNotContain("\tat ");
            assertThat(run("config", "--env", "data-sience")).isEqualTo(2);
            assertThat(shell.err()).contains("Maybe you meant (data-science).");
            assertThat(run("config", "gate.alpa=0.1")).isEqualTo(2);
            assertThat(shell.err()).contains("there is no key (gate.alpa).").contains("Maybe you meant (gate.alpha).");
            assertThat(run("config", "--pool", "endless")).isEqualTo(2);
            assertThat(shell.err()).contains("or the word unlimited");
        }
    }

    @Nested
    class Faults {
        @Test
        void ofOursAreOneLineAndALog() throws IOException {
            assertThat(run("tools", "broken", "--store", folder.toString())).isEqualTo(1);

            assertThat(shell.err().lines()).hasSize(1);
            assertThat(shell.err()).contains("wires crossed").doesNotContain("\tat ");
            try (Stream<Path> files = Files.list(folder)) {
                Path log = files.findFirst().orElseThrow();
                assertThat(shell.err()).contains(log.toString());
                assertThat(log)
                        .content()
                        .contains("IllegalStateException: wires crossed")
                        .contains("tapelearn tools broken");
            }
        }

        @Test
        void showTheirTraceWhenAsked() {
            run("tools", "broken", "--store", folder.toString(), "--debug");

            assertThat(shell.err())
                    .contains("IllegalStateException: wires crossed")
                    .contains("at org.tapelearn.cli");
        }
    }

    @Nested
    class WithoutAStore {
        @ParameterizedTest
        @ValueSource(strings = {"sessions", "report", "tapes list", "tapes show x"})
        void saysHowToGetOne(String command) {
            String[] words = (command + " --store " + folder.resolve("none")).split(" ");

            assertThat(run(words)).isEqualTo(2);
            assertThat(shell.err()).contains("There are no sessions in").contains("tapelearn learn");
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Nested
    class WithSessions {
        private final LearningReport report = ReportFixture.report();

        @BeforeEach
        void keepTwoSessions() {
            try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
                store.create(new SessionRecord(
                        "20260101-000000-s1", "text-world", 1, "{}", "running", 1_690_000_000_000L, ""));
                store.create(new SessionRecord(
                        report.session(), "data-science", 1, "{}", "running", 1_700_000_000_000L, ""));
                store.commit(report.session(), SessionSamples.commit(0, 30, 1));
                store.finish(report.session(), "plateau", ReportJson.write(report));
            }
        }

        private int inStore(String... args) {
            return run(Stream.concat(Stream.of(args), Stream.of("--store", folder.toString()))
                    .toArray(String[]::new));
        }

        @Test
        void listsThem() throws IOException {
            assertThat(inStore("sessions")).isZero();
            assertThat(shell.out()).contains("20260101-000000-s1", report.session(), "plateau", "97.1 %");
            assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);

            assertThat(inStore("sessions", "--json")).isZero();
            assertThat(json()).hasSize(2);
            assertThat(json().get(1).path("status").asText()).isEqualTo("plateau");
        }

        @Test
        void reportsTheLatestAndWritesItsFiles() {
            assertThat(inStore("report")).isZero();

            assertThat(shell.out()).contains("Session " + report.session(), "unseen data sets (240)");
            Path files = folder.resolve("reports").resolve(report.session());
            assertThat(files.resolve("report.html")).content().contains("<!DOCTYPE html>");
            assertThat(files.resolve("curve.png")).isNotEmptyFile();
            assertThat(files.resolve("report.json")).isNotEmptyFile();
        }

        @Test
        void reportsAsJson() throws IOException {
            assertThat(inStore("report", report.session(), "--json")).isZero();

            assertThat(json().path("learned").path("attempts").asInt()).isEqualTo(240);
            assertThat(ReportJson.read(shell.out())).isEqualTo(report);
        }

        @Test
        void saysWhatIsMissing() {
            assertThat(inStore("report", "20260101-000000-s1")).isEqualTo(2);
            assertThat(shell.err()).contains("has no report yet").contains("tapelearn resume 20260101-000000-s1");
            assertThat(inStore("report", "20260101-000000-s2")).isEqualTo(2);
            assertThat(shell.err()).contains("Maybe you meant (20260101-000000-s1).");
            assertThat(inStore("tapes", "show", "nothing")).isEqualTo(2);
            assertThat(shell.err()).contains("There is no tape (nothing)");
            assertThat(inStore("tapes", "list", "--outcome", "succes")).isEqualTo(2);
            assertThat(shell.err()).contains("Maybe you meant (success).");
        }

        @Test
        void listsAndShowsTapes() throws IOException {
            assertThat(inStore("tapes", "list", "--limit", "7", "--json")).isZero();
            assertThat(json()).hasSize(7);
            String id = json().get(3).path("id").asText();

            assertThat(inStore("tapes", "list", "--limit", "7")).isZero();
            assertThat(shell.out()).contains(id).contains("--limit N");

            assertThat(inStore("tapes", "show", id)).isZero();
            assertThat(shell.out()).startsWith(id).contains("task: ");
            assertThat(shell.out().codePoints().filter(point -> point != '\n')).noneMatch(Character::isISOControl);

            assertThat(inStore("tapes", "show", id, "--json")).isZero();
            assertThat(json().path("steps").isArray()).isTrue();
        }

        @Test
        void filtersTapes() throws IOException {
            assertThat(inStore("tapes", "list", "--outcome", "success", "--limit", "1000", "--json"))
                    .isZero();

            assertThat(json())
                    .isNotEmpty()
                    .allMatch(tape -> tape.path("outcome").asText().equals("success"));
        }
    }

    @Nested
    class WhatThereIs {
        @Test
        void isListed() throws IOException {
            assertThat(run("envs")).isZero();
            assertThat(shell.out()).contains("data-science", "Tables.", "- Find the mean");
            assertThat(run("envs", "--json")).isZero();
            assertThat(json().get(0).path("seed_tasks").get(0).asText()).isEqualTo("Find the mean");
        }

        @Test
        void hasToolsWithSchemas() throws IOException {
            assertThat(run("tools", "data-science")).isZero();
            assertThat(shell.out()).contains("peek", "Looks.", "table: Which one; one of: a, b");
            assertThat(run("tools", "data-science", "--json")).isZero();
            assertThat(json().get(0).path("parameters").path("required").get(0).asText())
                    .isEqualTo("table");
        }

        @Test
        void configPrintsWhatHolds() throws IOException {
            assertThat(run("config", "--seed", "7", "--pool", "unlimited", "gate.alpha=0.1", "--store", "here"))
                    .isZero();
            assertThat(shell.out()).contains("seed: 7", "pool: 0", "alpha: 0.1", "storage_path: here");
            assertThat(run("config", "--json")).isZero();
            assertThat(json().path("environment").asText()).isEqualTo("data-science");
        }
    }

    /** An environment with one tool and nothing to do. */
    private static final class Toolbox implements Environment {
        @Override
        public String name() {
            return "data-science";
        }

        @Override
        public String description() {
            return "Tables.";
        }

        @Override
        public List<ToolSpec> tools() {
            return List.of(new ToolSpec(
                    "peek",
                    "Looks.",
                    List.of(Parameter.choice("table", "Which one.", List.of("a", "b"))),
                    ToolSpec.Effect.READS));
        }

        @Override
        public List<TaskFamily> families() {
            return List.of();
        }

        @Override
        public List<String> dataSources() {
            return List.of();
        }

        @Override
        public Episode open(Task task, long seed) {
            throw new UnsupportedOperationException("There is nothing to do in a toolbox.");
        }

        @Override
        public void close() {}
    }
}
