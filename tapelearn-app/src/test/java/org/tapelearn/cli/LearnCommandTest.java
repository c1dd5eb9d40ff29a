package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnCommandTest {
    private static final Environments BUTTONS = new Environments(
            List.of(new Environments.Offer("buttons", "Buttons.", List.of("Press a button"), data -> new Buttons())));

    private static final List<String> SMALL = List.of(
            "environment_learner.max_learning_rounds=2",
            "environment_learner.optimization_rounds_per_cycle=3",
            "environment_learner.tasks_per_round=12",
            "trajectory_optimizer.trajectories_per_round=4",
            "gate.max_pairs=60",
            "evaluation.test_tasks=40");

    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(BUTTONS);

    private int run(String command, String... more) {
        return shell.run(Stream.concat(Stream.of(command, "--store", folder.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private int tapes(String... more) {
        return shell.run(Stream.of(Stream.of("tapes"), Stream.of(more), Stream.of("--store", folder.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private int learn(String... more) {
        return run("learn", Stream.concat(SMALL.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void learnsAndReports() {
        assertThat(learn()).as(shell.err()).isZero();

        assertThat(shell.out())
                .contains("learning buttons with seed 1")
                .contains("round 1/2 explore")
                .contains("unseen data sets (40)")
                .contains("report.html");
        assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80 || line.contains(folder.toString()));
    }

    @Test
    void clonesTheExpertWhenAskedTo() {
        assertThat(learn("trajectory_optimizer.exploration=false", "expert.tapes_per_task=1"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("Cloned before round 1: 1 verified successes of the expert, 1 to 1 of each of 1 families.");
        assertThat(shell.run("tapes", "list", "--store", folder.toString())).isZero();
    }

    @Test
    void printsOneJsonEventALine() throws IOException {
        assertThat(learn("--json", "--seed", "5")).as(shell.err()).isZero();

        List<JsonNode> events = new ArrayList<>();
        for (String line : shell.out().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events.getFirst().path("event").asText()).isEqualTo("start");
        assertThat(events.getLast().path("event").asText()).isEqualTo("report");
        assertThat(events.getLast().path("report").path("seed").asInt()).isEqualTo(5);
        assertThat(events)
                .filteredOn(event -> event.path("event").asText().equals("progress"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void keepsQuietWhenAsked() {
        assertThat(learn("--quiet")).isZero();

        assertThat(shell.out()).startsWith("Session ").doesNotContain("explore").doesNotContain("report.html");
    }

    @Test
    void tellsWhatItDecidesWhenDebugging() {
        assertThat(learn("--debug", "--quiet")).isZero();
        assertThat(shell.err().lines())
                .anyMatch(line -> line.startsWith("debug: seeds: Press a button"))
                .anyMatch(line -> line.startsWith("debug: round 1 wave 0: practised {press=12}; "))
                .anyMatch(line -> line.startsWith("debug: gate: round 1: "));

        assertThat(learn("--quiet")).isZero();
        assertThat(shell.err()).doesNotContain("debug:");
    }

    @Test
    void saysWhichSeedsCouldNotBeChecked() throws IOException {
        assertThat(learn("--quiet", "seed_tasks=[Press a button, Write a poem]"))
                .isZero();
        assertThat(shell.out())
                .contains("Seed tasks that nothing here can check")
                .contains("- Write a poem: say in it");
        assertThat(run("report", "--json")).isZero();
        JsonNode report = new ObjectMapper().readTree(shell.out());
        assertThat(report.path("unchecked_seeds")).hasSize(1);
        assertThat(report.path("metrics").path("tools_discovered").path(0).asText())
                .isEqualTo("press");
    }

    @Test
    void tellsTheAgentWhatTheSeedsSay() throws IOException {
        Path seeds = Files.writeString(folder.resolve("seeds.json"), """
                {"seed_tasks": [{"description": "Press a button", "success_criteria": ["you press it", "the lamp is on"],
                  "examples": ["press red"], "environment_context": {"place": "the hall"}}]}""");
        assertThat(learn("--quiet", "--seeds", seeds.toString()))
                .as(shell.err())
                .isZero();

        assertThat(tapes("list", "--json", "--limit", "1000")).isZero();
        List<String> ids = new ArrayList<>();
        new ObjectMapper()
                .readTree(shell.out())
                .forEach(head -> ids.add(head.path("id").asText()));
        assertThat(ids).hasSizeGreaterThan(10);
        for (String phase : List.of("explore", "gate", "test")) {
            String id = ids.stream()
                    .filter(one -> one.startsWith(phase))
                    .findFirst()
                    .orElseThrow();
            assertThat(tapes("show", id)).as(shell.err()).isZero();
            assertThat(shell.out())
                    .contains(
                            "place: the hall",
                            "Done when: you press it",
                            "Wanted: the lamp is on",
                            "For example: press red");
            assertThat(run("replay", id)).as(shell.out()).isZero();
        }
        assertThat(learn("--quiet", "--seeds", folder.resolve("nowhere.json").toString()))
                .isEqualTo(2);
        assertThat(shell.err()).contains("There is no file of seed tasks");
    }

    @Test
    void evaluatesAgainWithTheSameResult() throws IOException {
        assertThat(learn("--json")).isZero();
        JsonNode report = new ObjectMapper()
                .readTree(shell.out().lines().toList().getLast())
                .path("report");

        assertThat(run("eval", "--split", "test", "--json")).as(shell.err()).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).path("unseen_data_sets"))
                .isEqualTo(report.path("rows").path("unseen_data_sets"));
        assertThat(run("eval", "--split", "selection")).isZero();
        assertThat(shell.out()).contains("selection (40)");
        assertThat(run("eval", "--split", "train")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(run("eval", "--split", "test", "--llm", "ollama:any")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("the session's agent asks none");
    }

    @Test
    void reportsThatAPolicyWithoutParametersLearnsNothing() throws IOException {
        assertThat(learn("--json", "policy=word-overlap", "environment_learner.max_learning_rounds=4"))
                .as(shell.err())
                .isZero();
        JsonNode report = new ObjectMapper()
                .readTree(shell.out().lines().toList().getLast())
                .path("report");

        assertThat(report.path("base").path("success_rate").asDouble()).isEqualTo(1);
        assertThat(report.path("learned")).isEqualTo(report.path("base"));
        assertThat(report.path("gate").path("committed").asInt()).isZero();
        assertThat(report.path("stop_reason").asText()).isEqualTo("plateau");
        assertThat(report.path("rounds").asInt()).isEqualTo(3);
        assertThat(run("eval", "--split", "test", "--json")).as(shell.err()).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).path("unseen_data_sets"))
                .isEqualTo(report.path("rows").path("unseen_data_sets"));
    }

    @Test
    void reportsWhatLearningFromAnswersAloneGives() throws IOException {
        assertThat(learn("evaluation.answer_only_arm=true")).as(shell.err()).isZero();
        assertThat(shell.out())
                .contains("learning once more from answers alone")
                .contains("answer only (40)")
                .contains("Row answer_only: unseen data sets")
                .doesNotContain("still to come");

        assertThat(run("report", "--json")).isZero();
        JsonNode report = new ObjectMapper().readTree(shell.out());
        String arm = report.path("session").asText() + "-answer-only";
        assertThat(run("report", arm, "--json")).isZero();
        assertThat(report.path("rows").path("answer_only"))
                .isEqualTo(new ObjectMapper().readTree(shell.out()).path("rows").path("unseen_data_sets"));
        assertThat(run("eval", arm, "--split", "test", "--json"))
                .as(shell.err())
                .isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).path("unseen_data_sets"))
                .isEqualTo(report.path("rows").path("answer_only"));
        assertThat(Files.readString(folder.resolve("reports")
                        .resolve(report.path("session").asText())
                        .resolve("report.html")))
                .contains("answer only");
        assertThat(run("resume")).isEqualTo(ExitCode.USER_MUST_ACT);
    }

    @Test
    void resumesOnlyWhatHasNotEnded() {
        assertThat(learn()).isZero();

        assertThat(run("resume")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("waits to be resumed");
    }

    @Test
    void stopsCleanlyOnASignalAndGoesOn() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SeparateProcess.class.getName(),
                "learn",
                "--store",
                folder.toString(),
                "environment_learner.max_learning_rounds=100000",
                "environment_learner.convergence_threshold=1",
                "gate.alpha=0.000001"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder printed = new StringBuilder();
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                printed.append(line).append('\n');
                if (line.startsWith("round 1/")) {
                    process.toHandle().destroy();
                }
                line = reader.readLine();
            }
        }

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed.toString()).isEqualTo(ExitCode.STOPPED);
        assertThat(printed).contains("Go on with: tapelearn resume ");
        run("sessions", "--json");
        assertThat(shell.out()).contains("running");
    }

    /** The program with the buttons, for a process of its own. */
    static final class SeparateProcess {
        private SeparateProcess() {}

        public static void main(String[] args) {
            Shell own = Shell.ofTheProcess();
            System.exit(Main.run(
                    new Shell(own.out(), own.err(), own.variables(), own.terminal(), own.clock(), BUTTONS), args));
        }
    }
}
