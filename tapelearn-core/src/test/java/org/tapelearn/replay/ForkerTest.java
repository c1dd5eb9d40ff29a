package org.tapelearn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

class ForkerTest {
    private final Rollout origin = Walks.random();
    private final Forker forker = new Forker(Walks.runner(Walks.WORLD));
    private final PolicyVersion other = Walks.version("v7", new Walks.RandomAgent("other", 5));

    @Test
    void goesOnFromTheMiddleInTheSameWorld() {
        Rollout fork = forker.fork(Walks.TASK, origin, 7, other);

        assertThat(fork.tape().prefix(6).steps())
                .isEqualTo(origin.tape().prefix(6).steps());
        assertThat(fork.tape().steps().get(6).metadata().agent()).isEqualTo("other");
        assertThat(fork.tape().calls()).hasSize(10).isNotEqualTo(origin.tape().calls());
        assertThat(fork.findings()).hasSameSizeAs(Walks.TASK.criteria());
        assertThat(new Replayer(Walks.WORLD).replay(Recording.of("text-world", Walks.TASK, fork)))
                .isEqualTo(new Replay.Equal(22));
    }

    @Test
    void saysWhereItComesFrom() {
        Rollout fork = forker.fork(Walks.TASK, origin, 7, other);

        assertThat(fork.tape().metadata().parentId()).isEqualTo(origin.key().id());
        assertThat(fork.tape().metadata().author()).isEqualTo("other");
        assertThat(fork.tape().metadata().addedSteps()).isEqualTo(16);
        assertThat(fork.versionId()).isEqualTo("v7");
        assertThat(fork.key().phase()).isEqualTo(RolloutKey.Phase.FORK);
        assertThat(fork.key().worldSeed()).isEqualTo(origin.key().worldSeed());
        assertThat(fork.key().id())
                .endsWith("/explore-at-7-v7")
                .isEqualTo(fork.tape().metadata().id());
    }

    @Test
    void isTheSameEachTime() {
        assertThat(forker.fork(Walks.TASK, origin, 7, other)).isEqualTo(forker.fork(Walks.TASK, origin, 7, other));
    }

    @Test
    void canBeForkedAgain() {
        Rollout fork = forker.fork(Walks.TASK, origin, 7, other);
        Rollout second = forker.fork(Walks.TASK, fork, 11, Walks.version("v0", new Walks.RandomAgent("random", 9)));

        assertThat(second.tape().prefix(10).steps())
                .isEqualTo(fork.tape().prefix(10).steps());
        assertThat(second.key().id()).endsWith("/explore-at-7-v7-at-11-v0");
        assertThat(second.tape().metadata().parentId()).isEqualTo(fork.key().id());
    }

    @Test
    void addsNothingWhereTheLimitIsReached() {
        Rollout fork = forker.fork(Walks.TASK, origin, 23, other);

        assertThat(fork.end()).isEqualTo(new End.Truncated("steps"));
        assertThat(fork.tape().metadata().addedSteps()).isZero();
    }

    @Test
    void namesTheStepWhereTheWorldIsAnother() {
        Step.Observation answer = (Step.Observation) origin.tape().steps().get(3);
        Tape lying =
                Walks.changed(origin.tape(), 3, new Step.Observation(answer.metadata(), "You are on the moon.", false));

        assertThatThrownBy(() -> forker.fork(Walks.TASK, with(lying), 7, other))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("cannot be forked at step (7)")
                .hasMessageContaining("Step 4 differs")
                .hasMessageContaining("You are on the moon.");
        assertThat(forker.fork(Walks.TASK, with(lying), 3, other).tape().calls())
                .hasSize(10);
    }

    @Test
    void refusesPlacesWhereNobodyHasAChoice() {
        assertThatThrownBy(() -> forker.fork(Walks.TASK, origin, 6, other))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("answer to step (5)")
                .hasMessageContaining("Fork at (5)")
                .hasMessageContaining("at (7)");
        assertThatThrownBy(() -> forker.fork(Walks.TASK, origin, 2, other)).hasMessageContaining("steps (3) to (23)");
        assertThatThrownBy(() -> forker.fork(Walks.TASK, origin, 24, other)).hasMessageContaining("(24) was asked for");
    }

    @Test
    void refusesToGoOnAfterTheEnd() {
        Step.Action last = (Step.Action) origin.tape().steps().get(20);
        Tape ended = Walks.changed(
                Walks.changed(origin.tape(), 20, new Step.Action(last.metadata(), ToolCall.of("finish"))),
                21,
                new Step.Observation(last.metadata(), "Finished.", false));

        assertThatThrownBy(() -> forker.fork(Walks.TASK, with(ended), 23, other))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("had ended before step (23)");
    }

    private Rollout with(Tape tape) {
        return new Rollout(origin.key(), origin.versionId(), tape, origin.end(), origin.findings(), origin.recalled());
    }
}
