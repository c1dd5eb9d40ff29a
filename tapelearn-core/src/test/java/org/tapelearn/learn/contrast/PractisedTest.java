package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Trails;

class PractisedTest {
    private final Practised practised = new Practised(
            Map.of("hard", Map.of("look", 4.0)),
            Map.of("hard", Map.of("take", 1.0), "weak", Map.of("open", 2.0)),
            Set.of());

    @Test
    void leavesTheFirstAttemptAlone() {
        assertThat(practised.trails("hard", 0)).isEqualTo(Trails.NONE);
    }

    @Test
    void everyOtherLaterAttemptFollowsASuccessAndTheOthersGoNewWays() {
        assertThat(practised.trails("hard", 1)).isEqualTo(new Trails(Map.of(), Map.of("take", 1.0)));
        assertThat(practised.trails("hard", 2)).isEqualTo(new Trails(Map.of("look", 4.0), Map.of()));
        assertThat(practised.trails("weak", 2)).isEqualTo(Trails.NONE);
        assertThat(practised.trails("unknown", 1)).isEqualTo(Trails.NONE);
    }
}
