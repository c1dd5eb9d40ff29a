package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

class ContrastTest {
    @Test
    void findsTheFirstDivergenceAndTheToolsThatDiffer() {
        TrajectoryPair pair = pair("look open take", "look wait take", 1);
        assertThat(pair.contrastPoints())
                .containsExactly(
                        new ContrastPoint(
                                ContrastPoint.Kind.FIRST_DIVERGENCE,
                                1,
                                ToolCall.of("open").toString(),
                                ToolCall.of("wait").toString()),
                        new ContrastPoint(ContrastPoint.Kind.TOOL, 1, "open", ""),
                        new ContrastPoint(ContrastPoint.Kind.TOOL, 2, "", "wait"));
        assertThat(pair.learningInsights()).hasSize(2);
        assertThat(pair.learningInsights().getFirst()).startsWith("They part at call 2: ");
        assertThat(pair.learningInsights().getLast()).isEqualTo("At call 2 use open, where the other used nothing.");
    }

    @Test
    void tellsArgumentsAndAnswersApart() {
        TrajectoryPair pair = new TrajectoryPair(
                judged(1, call("take", "lamp", "taken"), call("finish", "now", "lit")),
                judged(0, call("take", "sock", "taken"), call("finish", "now", "dark")),
                0,
                1);
        assertThat(pair.contrastPoints())
                .extracting(ContrastPoint::kind)
                .containsExactly(
                        ContrastPoint.Kind.FIRST_DIVERGENCE,
                        ContrastPoint.Kind.ARGUMENT,
                        ContrastPoint.Kind.OBSERVATION);
        assertThat(pair.contrastPoints().get(1).better()).isEqualTo("{item=lamp}");
        assertThat(pair.contrastPoints().get(2).worse()).isEqualTo("dark");
    }

    @Test
    void tellsHowEachGoesOnAfterAnError() {
        TrajectoryPair pair = new TrajectoryPair(
                judged(1, refused("open", "chest"), call("unlock", "chest", "ok")),
                judged(0, refused("open", "chest"), call("shout", "chest", "ok")),
                1,
                1);
        assertThat(pair.contrastPoints())
                .last()
                .isEqualTo(new ContrastPoint(
                        ContrastPoint.Kind.RECOVERY,
                        0,
                        ToolCall.of("unlock", "item", "chest").toString(),
                        ToolCall.of("shout", "item", "chest").toString()));
    }

    @Test
    void namesOutcomesInTheGuidesWords() {
        assertThat(TrajectoryOutcome.of(Attempts.success("look"))).isEqualTo(TrajectoryOutcome.SUCCESS);
        assertThat(TrajectoryOutcome.of(Attempts.partial("look", 0.3))).isEqualTo(TrajectoryOutcome.PARTIAL);
        assertThat(TrajectoryOutcome.of(Attempts.failure("look"))).isEqualTo(TrajectoryOutcome.FAILURE);
        Judged unscored = Attempts.judged("look", new Evaluation.Unscored("no checker"));
        assertThat(TrajectoryOutcome.of(unscored)).isEqualTo(TrajectoryOutcome.UNKNOWN);
        Rollout whole = unscored.rollout();
        Rollout broken =
                new Rollout(whole.key(), whole.versionId(), whole.tape(), new End.Broken("gone"), List.of(), List.of());
        assertThat(TrajectoryOutcome.of(new Judged(unscored.task(), broken, unscored.evaluation())))
                .isEqualTo(TrajectoryOutcome.ERROR);
    }

    private static TrajectoryPair pair(String better, String worse, int divergence) {
        return new TrajectoryPair(Attempts.success(better), Attempts.failure(worse), divergence, 1);
    }

    private record Called(ToolCall call, Transition transition) {}

    private static Called call(String tool, String item, String answer) {
        return new Called(ToolCall.of(tool, "item", item), Transition.of(answer));
    }

    private static Called refused(String tool, String item) {
        return new Called(ToolCall.of(tool, "item", item), Transition.refused("locked"));
    }

    private static Judged judged(double reward, Called... calls) {
        Judged empty = Attempts.judged("", new Evaluation.Scored(reward, reward == 1, reward == 1));
        Tape tape = empty.rollout().tape();
        for (Called called : calls) {
            tape = Runner.record(tape, "agent", called.call(), called.transition());
        }
        Rollout whole = empty.rollout();
        return new Judged(
                empty.task(),
                new Rollout(whole.key(), whole.versionId(), tape, whole.end(), List.of(), List.of()),
                empty.evaluation());
    }
}
