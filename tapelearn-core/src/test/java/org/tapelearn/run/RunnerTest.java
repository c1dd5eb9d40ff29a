package org.tapelearn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;
import org.tapelearn.tool.ToolSpec;

class RunnerTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    private static final RolloutKey KEY = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0);

    @Nested
    class Ending {
        @Test
        void isFinishedWhenTheAgentEndsIt() {
            Rollout rollout = run(WORLD, Limits.DEFAULT, turn -> ToolCall.of(turn == 0 ? "look" : "finish"));
            assertThat(rollout.end()).isEqualTo(new End.Finished());
            assertThat(rollout.tape().calls()).containsExactly(ToolCall.of("look"), ToolCall.of("finish"));
            assertThat(rollout.findings()).hasSameSizeAs(TASK.criteria());
        }

        @Test
        void isALoopWhenTheSameCallGetsTheSameAnswerTooOften() {
            Rollout rollout = run(WORLD, new Limits(14, 3), turn -> ToolCall.of("look"));
            assertThat(rollout.end()).isEqualTo(new End.Truncated("loop"));
            assertThat(rollout.tape().calls()).hasSize(3);
        }

        @Test
        void comesSoonerForAnExploringAttemptAtASmallTask() {
            Rollout rollout = run(WORLD, new Limits(100, 100), turn -> ToolCall.of("look"), Briefing.Mode.EXPLORE);
            assertThat(rollout.end()).isEqualTo(new End.Truncated("steps"));
            assertThat(rollout.tape().calls()).hasSize(2 * TASK.size() + 4);
        }

        @Test
        void isTheStepLimitOtherwise() {
            Rollout rollout = run(WORLD, new Limits(5, 99), turn -> ToolCall.of("look"));
            assertThat(rollout.end()).isEqualTo(new End.Truncated("steps"));
            assertThat(rollout.tape().calls()).hasSize(5);
        }

        @Test
        void stillScoresWhatWasReached() {
            String room = TASK.criteria().get(1).check().path("subject").asText();
            Rollout rollout = run(
                    WORLD,
                    new Limits(2, 99),
                    turn -> turn == 0 ? ToolCall.of("go", "exit", room) : ToolCall.of("look"));
            Evaluation evaluation = new Evaluator(0.7, true).evaluate(TASK, rollout);
            assertThat(evaluation).isInstanceOfSatisfying(Evaluation.Scored.class, scored -> {
                assertThat(scored.success()).isFalse();
                assertThat(scored.reward()).isPositive();
            });
        }

        @Test
        void takesARefusedCallAsAnObservation() {
            Rollout rollout = run(WORLD, Limits.DEFAULT, turn -> ToolCall.of(turn == 0 ? "fly" : "finish"));
            assertThat(rollout.tape().steps().get(3))
                    .isInstanceOfSatisfying(
                            Step.Observation.class,
                            answer -> assertThat(answer.error()).isTrue());
            assertThat(rollout.end()).isEqualTo(new End.Finished());
        }
    }

    @Nested
    class BrokenWorlds {
        @Test
        void giveABrokenRolloutWithTheTapeSoFar() {
            Rollout rollout = run(new Breaking(1), Limits.DEFAULT, turn -> ToolCall.of("look"));
            assertThat(rollout.end()).isEqualTo(new End.Broken("the disk is full"));
            assertThat(rollout.tape().calls()).hasSize(1);
            assertThat(rollout.findings()).isEmpty();
            assertThat(new Evaluator(0.7, true).evaluate(TASK, rollout)).isInstanceOf(Evaluation.Unscored.class);
        }

        @Test
        void mayNotEvenOpen() {
            Rollout rollout = run(new Breaking(-1), Limits.DEFAULT, turn -> ToolCall.of("look"));
            assertThat(rollout.end()).isEqualTo(new End.Broken("the disk is full"));
            assertThat(rollout.tape().steps()).isEmpty();
        }

        @Test
        void doNotHideOurOwnMistakes() {
            assertThatThrownBy(() -> run(WORLD, Limits.DEFAULT, turn -> {
                        throw new IllegalStateException("a bug of the agent");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void beginsTheTapeWithTheTaskAndWhatIsSeenAtOnce() {
        Tape tape = run(WORLD, Limits.DEFAULT, turn -> ToolCall.of("finish")).tape();
        assertThat(tape.steps().get(0))
                .isInstanceOfSatisfying(
                        Step.User.class, user -> assertThat(user.content()).isEqualTo(TASK.description()));
        assertThat(tape.steps().get(1))
                .isInstanceOfSatisfying(
                        Step.Observation.class,
                        seen -> assertThat(seen.content()).startsWith("You are in: "));
        assertThat(tape.metadata().id()).isEqualTo(KEY.id());
    }

    @Test
    void repeatsItself() {
        IntFunction<ToolCall> script = turn -> ToolCall.of(turn < 2 ? "look" : "finish");
        assertThat(run(WORLD, Limits.DEFAULT, script)).isEqualTo(run(WORLD, Limits.DEFAULT, script));
    }

    @Test
    void handsTheAgentItsSeedAndTheAttemptsBefore() {
        List<Briefing> briefings = new ArrayList<>();
        Agent agent = new Scripted(turn -> ToolCall.of("finish"), briefings);
        List<List<ToolCall>> failed = List.of(List.of(ToolCall.of("look")));
        new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 5)
                .run(new PolicyVersion("v0", agent, Memory.EMPTY), TASK, KEY, Briefing.Mode.EXPLORE, failed);
        assertThat(briefings).singleElement().satisfies(briefing -> {
            assertThat(briefing.seed()).isEqualTo(KEY.seed(5));
            assertThat(briefing.failed()).isEqualTo(failed);
            assertThat(briefing.tools()).isEqualTo(WORLD.tools());
        });
    }

    private static Rollout run(Environment environment, Limits limits, IntFunction<ToolCall> script) {
        return run(environment, limits, script, Briefing.Mode.DEPLOYED);
    }

    private static Rollout run(
            Environment environment, Limits limits, IntFunction<ToolCall> script, Briefing.Mode mode) {
        Agent agent = new Scripted(script, new ArrayList<>());
        return new Runner(environment, Recall.NOTHING, limits, 1)
                .run(new PolicyVersion("v0", agent, Memory.EMPTY), TASK, KEY, mode, List.of());
    }

    /** Makes the call that the script has for the turn. */
    private record Scripted(IntFunction<ToolCall> script, List<Briefing> briefings) implements Agent {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            briefings.add(briefing);
            return (tape, admissible) -> script.apply(tape.calls().size());
        }
    }

    /** A text world that breaks after some steps; with a negative number at once. */
    private record Breaking(int steps) implements Environment {
        private static EnvironmentFault fault() {
            return new EnvironmentFault("the disk is full", new java.io.IOException("no space left"));
        }

        @Override
        public String name() {
            return "breaking";
        }

        @Override
        public String description() {
            return "A world that breaks.";
        }

        @Override
        public List<ToolSpec> tools() {
            return WORLD.tools();
        }

        @Override
        public List<TaskFamily> families() {
            return WORLD.families();
        }

        @Override
        public List<String> dataSources() {
            return WORLD.dataSources();
        }

        @Override
        public Episode open(Task task, long seed) {
            if (steps < 0) {
                throw fault();
            }
            Episode episode = WORLD.open(task, seed);
            int[] done = {0};
            return new Episode() {
                @Override
                public String opening() {
                    return episode.opening();
                }

                @Override
                public List<ToolCall> actions() {
                    return episode.actions();
                }

                @Override
                public Transition step(ToolCall call) {
                    if (done[0]++ == steps) {
                        throw fault();
                    }
                    return episode.step(call);
                }

                @Override
                public Finding check(Criterion criterion) {
                    return episode.check(criterion);
                }

                @Override
                public void close() {
                    episode.close();
                }
            };
        }

        @Override
        public void close() {}
    }
}
