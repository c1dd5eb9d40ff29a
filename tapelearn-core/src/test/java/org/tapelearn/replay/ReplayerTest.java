package org.tapelearn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Briefing;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.run.Rollout;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;

class ReplayerTest {
    private final Rollout rollout = Walks.random();
    private final Recording recording = Recording.of("text-world", Walks.TASK, rollout);
    private final Replayer replayer = new Replayer(Walks.WORLD);

    @Nested
    class AgainstTheEnvironment {
        @Test
        void isEqualWhereNothingChanged() {
            assertThat(rollout.tape().calls()).hasSize(10);
            assertThat(replayer.replay(recording)).isEqualTo(new Replay.Equal(22));
        }

        @Test
        void namesTheFirstAnswerThatDiffers() {
            Step.Observation answer = (Step.Observation) rollout.tape().steps().get(5);
            Step.Observation other =
                    new Step.Observation(answer.metadata(), "first line\n" + answer.content(), answer.error());
            Replay replay = replayer.replay(recording.with(Walks.changed(rollout.tape(), 5, other)));

            assertThat(replay).isInstanceOfSatisfying(Replay.Differs.class, differs -> {
                assertThat(differs.step()).isEqualTo(6);
                assertThat(differs.what())
                        .startsWith("the answer to " + rollout.tape().calls().get(1));
                assertThat(differs.message())
                        .contains("Step 6 differs")
                        .contains("line 1")
                        .contains("expected: first line")
                        .contains("found:    "
                                + answer.content().lines().findFirst().orElseThrow());
            });
        }

        @Test
        void tellsARefusalFromAnAnswerOfTheSameWords() {
            Step.Observation answer = (Step.Observation) rollout.tape().steps().get(3);
            Step.Observation refused = new Step.Observation(answer.metadata(), answer.content(), true);

            assertThat(replayer.replay(recording.with(Walks.changed(rollout.tape(), 3, refused))))
                    .isInstanceOfSatisfying(
                            Replay.Differs.class,
                            differs -> assertThat(differs.expected()).startsWith("refused: "));
        }

        @Test
        void noticesCallsAfterTheEnd() {
            Step.Action second = (Step.Action) rollout.tape().steps().get(2);
            Step.Action finish = new Step.Action(second.metadata(), ToolCall.of("finish"));
            Step.Observation over = new Step.Observation(second.metadata(), "Finished.", false);
            Recording ended = recording.with(Walks.changed(Walks.changed(rollout.tape(), 2, finish), 3, over));

            assertThat(replayer.replay(ended)).isInstanceOfSatisfying(Replay.Differs.class, differs -> {
                assertThat(differs.step()).isEqualTo(5);
                assertThat(differs.what()).contains("had ended before this call");
            });
        }

        @Test
        void noticesAnotherTask() {
            Step.User asked = new Step.User(rollout.tape().steps().getFirst().metadata(), "Do nothing.");

            assertThat(replayer.replay(recording.with(Walks.changed(rollout.tape(), 0, asked))))
                    .isEqualTo(new Replay.Differs(1, "the task's words", "Do nothing.", Walks.TASK.description()));
        }
    }

    @Nested
    class AgainstTheAgent {
        private final Briefing briefing = Walks.runner(Walks.WORLD)
                .briefing(
                        Walks.version("v0", new Walks.RandomAgent("random", 0)),
                        Walks.TASK,
                        Walks.KEY,
                        Briefing.Mode.DEPLOYED,
                        List.of());

        @Test
        void isEqualForTheAgentThatMadeIt() {
            assertThat(replayer.replay(recording, new Walks.RandomAgent("random", 0), briefing))
                    .isEqualTo(new Replay.Equal(22));
        }

        @Test
        void namesTheFirstOtherChoice() {
            assertThat(replayer.replay(recording, new Walks.RandomAgent("random", 1), briefing))
                    .isInstanceOfSatisfying(Replay.Differs.class, differs -> {
                        assertThat(differs.what()).isEqualTo("what the agent does");
                        assertThat(differs.step()).isOdd();
                        assertThat(differs.expected())
                                .isEqualTo(rollout.tape()
                                        .calls()
                                        .get((differs.step() - 1) / 2 - 1)
                                        .toString());
                        assertThat(differs.found()).isNotEqualTo(differs.expected());
                    });
        }
    }

    @Nested
    class AsAFile {
        @Test
        void readsBackWhatWasWritten() {
            Recording read = Recording.read(recording.write(), "walk.json");

            assertThat(read.tape().calls()).isEqualTo(rollout.tape().calls());
            assertThat(read.task().id()).isEqualTo(Walks.TASK.id());
            assertThat(read.task().origin()).isEqualTo(Walks.TASK.origin());
            assertThat(read.task().criteria()).hasSameSizeAs(Walks.TASK.criteria());
            assertThat(read.worldSeed()).isEqualTo(Walks.KEY.worldSeed());
            assertThat(read.write()).isEqualTo(recording.write());
            assertThat(replayer.replay(read)).isEqualTo(new Replay.Equal(22));
        }

        @Test
        void saysWhatIsMissing() {
            assertThatThrownBy(() -> Recording.read("{\"steps\": []}", "bare.json"))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("bare.json")
                    .hasMessageContaining("tapelearn replay ID --save FILE");
            assertThatThrownBy(() -> Recording.read("{\n  \"steps\": [", "cut.json"))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("line 2");
            assertThatThrownBy(() -> Recording.read(
                            recording.write().replace("\"split\": \"train\"", "\"split\": \"trian\""), "x.json"))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("Maybe you meant (train).");
            assertThatThrownBy(() -> Recording.read(
                            recording.write().replaceAll("\"world_seed\": \"[^\"]*\"", "\"world_seed\": \"x\""),
                            "x.json"))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("whole number");
        }
    }
}
