package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapelearn.learn.contrast.Attempts.tape;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;

class FirstDivergenceTest {
    @Test
    void isTheFirstCallThatDiffersAfterAnEqualHistory() {
        assertThat(FirstDivergence.of(tape("look go/kitchen take cook"), tape("look go/kitchen drop cook")))
                .hasValue(new FirstDivergence(
                        2, Optional.of(ToolCall.of("take")), Optional.of(ToolCall.of("drop")), "kitchen"));
    }

    @Test
    void canBeTheFirstCall() {
        assertThat(FirstDivergence.of(tape("look"), tape("go"))).hasValueSatisfying(divergence -> {
            assertThat(divergence.call()).isZero();
            assertThat(divergence.lastObservation()).isEqualTo("Do it.");
        });
    }

    @Test
    void isWhereOneOfThemEnded() {
        assertThat(FirstDivergence.of(tape("look"), tape("look look")))
                .hasValue(new FirstDivergence(1, Optional.empty(), Optional.of(ToolCall.of("look")), "ok"));
    }

    @Test
    void isNoneWhenTheWorldMadeTheDifference() {
        assertThat(FirstDivergence.of(tape("look/red take"), tape("look/blue drop")))
                .isEmpty();
    }

    @Test
    void isNoneBetweenEqualTapes() {
        assertThat(FirstDivergence.of(tape("look take"), tape("look take"))).isEmpty();
    }

    @Test
    void countsCommonTurnsWithTheirAnswers() {
        assertThat(FirstDivergence.commonTurns(tape("a b c"), tape("a b d"))).isEqualTo(2);
        assertThat(FirstDivergence.commonTurns(tape("a/x b"), tape("a/y b"))).isZero();
    }
}
