package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** A world that hangs or breaks takes its own attempt along, and no other. */
class BrokenWorldTest {
    private static final ToolCall HANG = ToolCall.of("flush", "thing", "toilet");
    private static final ToolCall BREAK = ToolCall.of("eat", "thing", "glass");
    private static final ToolCall SOLVE = ToolCall.of("focus_on", "thing", "lamp");
    private static final ToolCall FAIL = ToolCall.of("focus_on", "thing", "toilet");
    private static final ToolCall LOOK = ToolCall.of("look_around");

    @TempDir
    Path folder;

    private Path temporary;
    private ScienceWorldJar jar;

    @BeforeEach
    void makeTheJar() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        jar = new ScienceWorldJar(FakeJar.in(folder, ScienceWorldJar.VERSION));
    }

    @Test
    void breaksTheAttemptThatHangsAndNoOther() {
        try (ScienceWorldEnvironment environment = open(Duration.ofSeconds(4))) {
            List<Rollout> rollouts = Parallel.map(
                    3,
                    List.of(HANG, SOLVE, LOOK),
                    call -> run(
                            environment,
                            call.equals(HANG) ? "shine-0" : "shine-1",
                            call,
                            call.equals(SOLVE) ? SOLVE : LOOK));
            assertThat(rollouts.get(0).end())
                    .isEqualTo(new End.Broken("ScienceWorld hangs: (flush toilet) took longer than 4000 ms."));
            assertThat(rollouts.get(1).end()).isEqualTo(new End.Finished());
            assertThat(rollouts.get(2).end()).isInstanceOf(End.Truncated.class);
            assertThat(run(environment, "shine-0", SOLVE).end()).isEqualTo(new End.Finished());
        }
    }

    @Test
    void saysWhatBrokeInTheWorld() {
        try (ScienceWorldEnvironment environment = open(Duration.ofMinutes(2))) {
            assertThat(run(environment, "shine-0", LOOK, BREAK).end())
                    .isInstanceOfSatisfying(
                            End.Broken.class,
                            broken -> assertThat(broken.cause())
                                    .contains("(eat glass)")
                                    .contains("no mouth"));
        }
    }

    @Test
    void earnsItsScoreAndNothingForAFatalFailure() {
        try (ScienceWorldEnvironment environment = open(Duration.ofMinutes(2))) {
            assertThat(judge(environment, LOOK)).isEqualTo(new Evaluation.Scored(0.9 * 0.7 * 0.25, false, false));
            assertThat(judge(environment, LOOK, FAIL)).isEqualTo(new Evaluation.Scored(0, false, false));
            assertThat(judge(environment, LOOK, SOLVE)).isEqualTo(new Evaluation.Scored(1, true, true));
            assertThat(run(environment, "shine-0", LOOK, FAIL).end()).isEqualTo(new End.Finished());
            assertThat(run(environment, "shine-0", FAIL).findings().getLast().detail())
                    .isEqualTo("failed for good");
        }
    }

    @Test
    void needsAFolderForItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ScienceWorldSettings settings = new ScienceWorldSettings(
                List.of(), List.of(), "easy", 5, Optional.empty(), file, Duration.ofMinutes(2));
        assertThatThrownBy(() -> ScienceWorldEnvironment.open(jar, settings))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("none could be made in (" + file + ")")
                .hasMessageContaining("-Djava.io.tmpdir=DIR");
    }

    @Test
    void goesOnWithTheWorldsThereAreWhenNoneCanBeMade() throws IOException {
        try (ScienceWorldEnvironment environment = open(Duration.ofMinutes(2))) {
            assertThat(run(environment, "shine-1", SOLVE).end()).isEqualTo(new End.Finished());
            assertThat(task(environment, "shine-0").description()).contains("lamp");
            var other = environment.open("shine", 2);
            delete(temporary);
            assertThat(run(environment, "shine-0", SOLVE).end())
                    .isInstanceOfSatisfying(
                            End.Broken.class,
                            broken -> assertThat(broken.cause()).contains("none could be made in"));
            assertThat(other.step(SOLVE).ended()).isTrue();
            other.close();
            assertThat(run(environment, "shine-0", SOLVE).end()).isEqualTo(new End.Finished());
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        try (ScienceWorldEnvironment environment = open(Duration.ofMinutes(2))) {
            run(environment, "shine-0", SOLVE);
            assertThat(temporary).isDirectoryContaining("glob:**/scienceworld*");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void namesTheNearestTaskAndTheVariationsThereAre() {
        assertThatThrownBy(() -> ScienceWorldEnvironment.open(jar, settings(List.of("shin"), "easy")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("Maybe you meant (shine)");
        assertThatThrownBy(() -> ScienceWorldEnvironment.open(jar, settings(List.of(), "openDoor")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("scienceworld.simplifications")
                .hasMessageContaining("Maybe you meant (openDoors)");
        try (ScienceWorldEnvironment environment = open(Duration.ofMinutes(2))) {
            assertThatThrownBy(() -> environment.open("shine", 4))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("variations 0 to 3, but (4) was asked for");
        }
    }

    private ScienceWorldSettings settings(List<String> tasks, String simplifications) {
        return new ScienceWorldSettings(
                tasks, List.of(), simplifications, 5, Optional.empty(), temporary, Duration.ofMinutes(2));
    }

    private ScienceWorldEnvironment open(Duration patience) {
        return ScienceWorldEnvironment.open(
                jar, new ScienceWorldSettings(List.of(), List.of(), "easy", 5, Optional.empty(), temporary, patience));
    }

    private static Evaluation judge(ScienceWorldEnvironment environment, ToolCall... script) {
        return new Evaluator(0.7, true).evaluate(task(environment, "shine-0"), run(environment, "shine-0", script));
    }

    /** Makes the calls of the script, the last of them again and again. */
    private static Rollout run(ScienceWorldEnvironment environment, String group, ToolCall... script) {
        Agent agent = new Agent() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public Attempt begin(Briefing briefing) {
                return (tape, admissible) -> script[Math.min(tape.calls().size(), script.length - 1)];
            }
        };
        return new Runner(environment, Recall.NOTHING, Limits.of(environment), 1)
                .run(
                        new PolicyVersion("v", agent, Memory.EMPTY),
                        task(environment, group),
                        new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, group, 0),
                        Briefing.Mode.DEPLOYED,
                        List.of());
    }

    private static Task task(ScienceWorldEnvironment environment, String group) {
        return environment
                .families()
                .getFirst()
                .draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, 0)
                .orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
