package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code replay} and {@code fork}, on a session that learned to press buttons. */
class ReplayCommandsTest {
    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(new Environments(
            List.of(new Environments.Offer("buttons", "Buttons.", List.of("Press a button"), data -> new Buttons()))));

    private int run(String command, String... more) {
        return shell.run(Stream.concat(
                        Stream.concat(
                                Stream.of(command.split(" ")),
                                Stream.of("--store", folder.resolve("s").toString())),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @BeforeEach
    void learn() {
        assertThat(run(
                        "learn",
                        "environment_learner.max_learning_rounds=2",
                        "environment_learner.optimization_rounds_per_cycle=3",
                        "environment_learner.tasks_per_round=12",
                        "trajectory_optimizer.trajectories_per_round=4",
                        "gate.max_pairs=60",
                        "evaluation.test_tasks=12"))
                .as(shell.err())
                .isZero();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(shell.out());
    }

    private String idOf(String phase, String outcome) throws IOException {
        assertThat(run("tapes list", "--phase", phase, "--outcome", outcome, "--json"))
                .isZero();
        return json().path(0).path("id").asText();
    }

    @Test
    void replayComparesEnvironmentAndAgent() throws IOException {
        String learned = idOf("test-learned", "success");

        assertThat(run("replay", learned)).as(shell.err()).isZero();
        assertThat(shell.out()).contains("equal: all 4 steps");
        assertThat(run("replay", learned, "--agent", "--json")).as(shell.err()).isZero();
        assertThat(json().path("equal").asBoolean()).isTrue();
    }

    @Test
    void replaySaysWhoseChoicesAreNotKept() throws IOException {
        String explored = idOf("explore", "success");

        assertThat(run("replay", explored)).as(shell.err()).isZero();
        assertThat(run("replay", explored, "--agent")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("explored, by a version").contains("Without --agent");
        assertThat(run("replay", "../nowhere")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("There is no tape (../nowhere)");
        assertThat(run("replay", "x\0y")).isEqualTo(ExitCode.USER_MUST_ACT);
    }

    @Test
    void replayTakesRecordingsFromFiles() throws IOException {
        Path file = folder.resolve("press.json");
        String learned = idOf("test-learned", "success");

        assertThat(run("replay", learned, "--save", file.toString()))
                .as(shell.err())
                .isZero();
        assertThat(run("replay", file.toString())).as(shell.err()).isZero();
        assertThat(run("replay", learned, "--save", file.toString())).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("--force");
        assertThat(run("replay", learned, "--save", file.toString(), "--force")).isZero();

        Files.writeString(file, Files.readString(file).replace("\"pressed\",\n", "\"pushed\",\n"));
        assertThat(run("replay", file.toString(), "--json")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(json().path("step").asInt()).isEqualTo(4);
        assertThat(json().path("expected").asText()).isEqualTo("pushed");
        assertThat(json().path("found").asText()).isEqualTo("pressed");
        assertThat(run("replay", file.toString())).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.out()).contains("Step 4 differs").contains("expected: pushed");

        Files.writeString(file, Files.readString(file).replace("\"pushed\",\n", "\"\\u001b[31mpushed\\u202e\",\n"));
        for (String more : List.of("--debug", "--json")) {
            assertThat(run("replay", file.toString(), more)).isEqualTo(ExitCode.USER_MUST_ACT);
            assertThat(shell.out()).containsIgnoringCase("\\u001b[31mpushed").doesNotContain("\u001b", "\u202e");
        }
    }

    @Test
    void forkGoesOnWithAnotherVersionAndChangesNoFigure() throws IOException {
        assertThat(run("report", "--json")).isZero();
        String report = shell.out();
        assertThat(run("sessions", "--json")).isZero();
        String session = json().path(0).path("session").asText();
        String base = idOf("test-base", "failure");

        assertThat(run("fork", base, "--at", "3", "--json")).as(shell.err()).isZero();
        JsonNode fork = json();
        assertThat(fork.path("success").asBoolean()).isTrue();
        assertThat(fork.path("parent_id").asText()).isEqualTo(base);
        assertThat(fork.path("n_added_steps").asInt()).isEqualTo(2);
        assertThat(fork.path("new").asBoolean()).isTrue();
        assertThat(fork.path("session").asText()).isEqualTo(session + "-forks");

        assertThat(run("fork", base, "--at", "3")).as(shell.err()).isZero();
        assertThat(shell.out())
                .contains("was there already")
                .contains("before: finished; failure")
                .contains("now:    finished; success")
                .contains("tapes show " + fork.path("id").asText());
        assertThat(run("tapes show", fork.path("id").asText())).as(shell.err()).isZero();
        Path exported = folder.resolve("fork.json");
        assertThat(run(
                        "tapes export",
                        "--out",
                        exported.toString(),
                        fork.path("id").asText()))
                .as(shell.err())
                .isZero();
        assertThat(exported).content().contains(fork.path("id").asText());
        assertThat(run("tapes diff", base, fork.path("id").asText(), "--json"))
                .as(shell.err())
                .isZero();
        assertThat(json().path("first_difference").path("a").asInt()).isEqualTo(3);
        assertThat(run("replay", fork.path("id").asText(), "--agent"))
                .as(shell.err())
                .isZero();
        assertThat(run("report", "--json")).isZero();
        assertThat(shell.out()).isEqualTo(report);
        assertThat(run("tapes list", session, "--phase", "fork")).isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(run("tapes list", session + "-forks")).isZero();
        assertThat(shell.out()).contains(fork.path("id").asText());
        for (String command : List.of("resume", "report", "eval --split test")) {
            assertThat(run(command, session + "-forks")).isEqualTo(ExitCode.USER_MUST_ACT);
            assertThat(shell.err()).contains("only holds the forks of (" + session + ")");
        }
    }

    @Test
    void forkSaysWhatItCannotDo() throws IOException {
        String base = idOf("test-base", "failure");

        assertThat(run("fork", base, "--at", "4")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("nobody has a choice there");
        assertThat(run("fork", base, "--at", "3", "--version", "lerned")).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("only: base, learned, v0").contains("Maybe you meant (learned).");
        assertThat(run("fork", base)).isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("--at");
    }
}
