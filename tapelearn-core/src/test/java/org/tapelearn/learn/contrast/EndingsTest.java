package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;

class EndingsTest {
    private static Judged cut(String tools) {
        Judged failure = Attempts.failure(tools);
        Rollout made = failure.rollout();
        Rollout cut = new Rollout(
                made.key(), made.versionId(), made.tape(), new End.Truncated("steps"), List.of(), List.of());
        return new Judged(failure.task(), cut, failure.evaluation());
    }

    @Test
    void areTheShortestFailuresForEachCallThatEndedOne() {
        Judged shorter = Attempts.failure("look taste");
        Judged other = Attempts.partial("look take eat", 0.5);
        assertThat(Endings.of(List.of(Attempts.failure("look look taste"), shorter, other)))
                .containsExactly(shorter, other);
    }

    @Test
    void areTwoForATaskAtMost() {
        assertThat(Endings.of(List.of(Attempts.failure("a"), Attempts.failure("b"), Attempts.failure("c"))))
                .hasSize(2);
    }

    @Test
    void areNotSeenWhereAnAttemptSucceededOrWasCutOrDidNothing() {
        assertThat(Endings.of(List.of(Attempts.success("look finish"), cut("look look"), Attempts.failure(""))))
                .isEmpty();
    }
}
