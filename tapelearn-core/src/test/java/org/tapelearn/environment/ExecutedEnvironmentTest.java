package org.tapelearn.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryOutcome;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

class ExecutedEnvironmentTest {
    private final Environment environment = environment((tape, task) -> {
        ToolCall call = tape.calls().getLast();
        if (call.argument("file").equals("locked")) {
            return Transition.refused("That file is locked.");
        }
        if (call.argument("file").equals("torn")) {
            throw new IOException("the disk is gone");
        }
        return Transition.of("read for: " + task.description());
    });

    private static Environment environment(EnvironmentExecutor executor) {
        return ExecutedEnvironment.of("files", executor)
                .tool("read", "Reads a file.", "file", tape -> List.of("notes", "locked", "torn"))
                .answer("answer", "Answers.", "text", tape -> List.of("done"))
                .tasks(
                        "reading",
                        1,
                        (split, wording, number) -> new CustomEnvironment.Question<>(
                                "Read the notes, request %d %s %s.".formatted(number, split, wording),
                                tape -> tape.calls().contains(ToolCall.of("read", "file", "notes"))))
                .environment();
    }

    @Test
    void keepsTheRulesOfEnvironments() {
        Environment sound =
                environment((tape, task) -> Transition.of("ok " + tape.calls().size()));
        assertThat(new EnvironmentChecker(sound, 3, 5, 6, 1).violations()).isEmpty();
    }

    @Test
    void judgesAnAttemptByItsTape() {
        assertThat(outcome("read/notes", "answer/done")).isEqualTo(TrajectoryOutcome.SUCCESS);
        assertThat(outcome("read/locked", "answer/done")).isEqualTo(TrajectoryOutcome.FAILURE);
    }

    @Test
    void makesAnErrorOfAnExceptionAndKeepsItsCause() {
        Judged attempt = attempt("read/notes", "read/torn", "answer/done");
        assertThat(TrajectoryOutcome.of(attempt)).isEqualTo(TrajectoryOutcome.ERROR);
        assertThat(attempt.rollout().end())
                .isEqualTo(new End.Broken("tool (read) failed: IOException: the disk is gone"));
    }

    @Test
    void makesAnErrorOfABugInAnOwnToolToo() {
        Environment buggy = CustomEnvironment.of("buggy", () -> "state")
                .tool("divide", "Divides.", "by", state -> List.of("0"), (state, by) -> {
                    throw new ArithmeticException("/ by zero");
                })
                .tasks(
                        "dividing",
                        1,
                        (split, wording, number) -> new CustomEnvironment.Question<>("Divide.", state -> true));
        Judged attempt = attempt(buggy, "divide/0");
        assertThat(attempt.rollout().end())
                .isEqualTo(new End.Broken("tool (divide) failed: ArithmeticException: / by zero"));
    }

    private TrajectoryOutcome outcome(String... calls) {
        return TrajectoryOutcome.of(attempt(calls));
    }

    private Judged attempt(String... calls) {
        return attempt(environment, calls);
    }

    /** Makes these calls, each written as the tool and the value of its one argument. */
    private static Judged attempt(Environment environment, String... calls) {
        TaskFamily family = environment.families().getFirst();
        Task task =
                family.draw(Split.TRAIN, "train", TaskFamily.Wording.KNOWN, 1).orElseThrow();
        Agent agent = new Agent() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public Attempt begin(Briefing briefing) {
                return (tape, admissible) -> {
                    String[] parts = calls[tape.calls().size()].split("/");
                    return admissible.stream()
                            .filter(call -> call.tool().equals(parts[0])
                                    && call.arguments().containsValue(parts[1]))
                            .findFirst()
                            .orElseThrow();
                };
            }
        };
        Rollout rollout = new Runner(environment, Recall.NOTHING, new Limits(calls.length, 3), 1)
                .run(
                        new PolicyVersion("v0", agent, Memory.EMPTY),
                        task,
                        new RolloutKey(RolloutKey.Phase.TEST_BASE, 0, 0, task.id(), 0),
                        Briefing.Mode.DEPLOYED,
                        List.of());
        return new Judged(task, rollout, new Evaluator(0.7, true).evaluate(task, rollout));
    }
}
