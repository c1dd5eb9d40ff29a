package org.tapelearn.learn.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.contrast.Attempts;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Memory;

class MemoryWarmerTest {
    private static final MemoryWarmer WARMER = new MemoryWarmer(new MemoryWarmer.Settings(100, 0.9, 1, true, true));

    @Test
    void keepsAnInsightOnceItWasSeenTwice() {
        assertThat(warm(Memory.EMPTY, 1, "look open", "look wait").insights()).isEmpty();
        assertThat(warm(Memory.EMPTY, 2, "look open", "look wait").insights()).hasSize(1);
    }

    @Test
    void weakensAnInsightByEvidenceForTheOpposite() {
        Memory once = warm(Memory.EMPTY, 3, "look open", "look wait");
        Memory contradicted = warm(once, 1, "look wait", "look open");
        assertThat(contradicted.insights()).hasSize(1);
        assertThat(contradicted.insights().getFirst().standing().importance())
                .isEqualTo(once.insights().getFirst().standing().importance() - 1);
    }

    @Test
    void givesUpAnInsightThatTheOppositeOutweighs() {
        Memory once = warm(Memory.EMPTY, 2, "look open", "look wait");
        Memory turned = warm(once, 9, "look wait", "look open");
        assertThat(turned.insights())
                .singleElement()
                .satisfies(insight -> assertThat(insight.id())
                        .isNotEqualTo(once.insights().getFirst().id()));
    }

    /** Warms with so many pairs that part ways after their first call. */
    private static Memory warm(Memory memory, int times, String better, String worse) {
        List<TrajectoryPair> pairs = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            pairs.add(new TrajectoryPair(Attempts.success(better), Attempts.failure(worse), 1, 1));
        }
        return WARMER.warm(memory, List.of(), pairs);
    }
}
