package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tapelearn.learn.contrast.Attempts.failure;
import static org.tapelearn.learn.contrast.Attempts.judged;
import static org.tapelearn.learn.contrast.Attempts.partial;
import static org.tapelearn.learn.contrast.Attempts.success;
import static org.tapelearn.learn.contrast.Attempts.ungrounded;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.evaluate.Evaluation;

class RewardMarginPairingTest {
    private static final RewardMarginPairing PAIRING = new RewardMarginPairing(0.2);

    @Test
    void setsTheShortestSuccessAgainstTheNearestAndTheFarthestFailure() {
        Judged best = success("a b c");
        Judged near = failure("a b x");
        Judged middle = failure("a y c");
        Judged far = failure("z z z");
        List<TrajectoryPair> pairs = PAIRING.pairs(List.of(success("a b c d"), middle, far, best, near));
        assertThat(pairs).hasSize(3);
        assertThat(pairs.get(0)).isEqualTo(new TrajectoryPair(best, near, 2, 1.0 / 3));
        assertThat(pairs.get(1)).isEqualTo(new TrajectoryPair(best, far, 0, 1.0 / 3));
        assertThat(pairs.get(2).better().length()).isEqualTo(4);
        assertThat(pairs.get(2).worse()).isEqualTo(middle);
    }

    @Test
    void takesAsSecondSuccessTheOneFarthestByEditDistance() {
        Judged far = success("p q r");
        List<TrajectoryPair> pairs = PAIRING.pairs(
                List.of(success("a b"), success("a c"), far, failure("1"), failure("2"), failure("3"), failure("4")));
        assertThat(pairs).hasSize(4);
        assertThat(pairs.subList(2, 4)).allMatch(pair -> pair.better().equals(far));
    }

    @Test
    void makesFourPairsAtMostWithEachFailureOnceAndWeightsThatAddUpToOne() {
        List<Judged> attempts = List.of(
                success("a b"),
                success("c d e"),
                failure("1"),
                failure("2"),
                failure("3"),
                failure("4"),
                failure("5"),
                failure("6"));
        List<TrajectoryPair> pairs = PAIRING.pairs(attempts);
        assertThat(pairs).hasSize(4);
        assertThat(pairs.stream().map(TrajectoryPair::worse)).doesNotHaveDuplicates();
        assertThat(pairs.stream().mapToDouble(TrajectoryPair::weight).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void makesOnePairOfFailuresThatDidTheSame() {
        List<TrajectoryPair> pairs =
                PAIRING.pairs(List.of(success("a b"), failure("a x"), failure("a x"), failure("a x")));
        assertThat(pairs).hasSize(1);
        assertThat(pairs.getFirst().weight()).isEqualTo(1);
    }

    @Test
    void choosesOnlyGroundedSuccessesAndRejectsNoSuccess() {
        assertThat(PAIRING.pairs(List.of(ungrounded("a"), failure("b")))).isEmpty();
        assertThat(PAIRING.pairs(List.of(success("a"), ungrounded("b")))).isEmpty();
    }

    @Test
    void choosesTheBestFailureWhereThatIsWantedAndNothingSucceeded() {
        RewardMarginPairing partly = new RewardMarginPairing(0.2, true);
        Judged best = partial("a b", 0.5);
        Judged longer = partial("a b c", 0.5);
        List<TrajectoryPair> pairs = partly.pairs(List.of(partial("a x", 0.4), longer, best, failure("a y")));
        assertThat(pairs).hasSize(1);
        assertThat(pairs.getFirst().better()).isEqualTo(best);
        assertThat(pairs.getFirst().worse().length()).isEqualTo(2);
        assertThat(PAIRING.pairs(List.of(best, failure("a y")))).isEmpty();
        assertThat(partly.pairs(List.of(success("z"), best, failure("a y"))))
                .allMatch(pair -> pair.better().success());
        assertThat(partly.pairs(List.of(failure("a"), failure("b")))).isEmpty();
    }

    @Test
    void leavesOutWhatCouldNotBeJudged() {
        assertThat(PAIRING.pairs(List.of(success("a"), judged("b", new Evaluation.Unscored("broken: disk full")))))
                .isEmpty();
    }

    @Test
    void asksForTheMargin() {
        List<Judged> attempts = List.of(success("a"), partial("b", 0.9));
        assertThat(PAIRING.pairs(attempts)).isEmpty();
        assertThat(new RewardMarginPairing(0.05).pairs(attempts)).hasSize(1);
        assertThatThrownBy(() -> new RewardMarginPairing(0)).hasMessageContaining("above 0");
    }

    @Test
    void cutsTheWorseSide() {
        TrajectoryPair pair = PAIRING.pairs(List.of(success("a b"), failure("a 1 2 3 4 5 6 7 8 9")))
                .getFirst();
        assertThat(pair.worseCalls()).isEqualTo(7);
        assertThat(PAIRING.pairs(List.of(success("a b"), failure("a c d")))
                        .getFirst()
                        .worseCalls())
                .isEqualTo(3);
    }

    @Test
    void makesNothingOfFailuresAlone() {
        assertThat(PAIRING.pairs(List.of(failure("a"), partial("b", 0.5)))).isEmpty();
        assertThat(PAIRING.pairs(List.of(success("a"), success("b")))).isEmpty();
    }
}
