package org.tapelearn.learn.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.contrast.Attempts;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.run.Rollout;

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

    @Test
    void movesTheQualityOfWhatWasRecalledByHowItWent() {
        Memory memory = warm(Memory.EMPTY, 2, "look open", "look wait");
        assertThat(quality(recalling(new MemoryWarmer.Settings(100, 0.9, 1, true, false), memory, true, 1)))
                .isGreaterThan(quality(memory));
        assertThat(quality(recalling(new MemoryWarmer.Settings(100, 0.9, 1, true, false), memory, false, 1)))
                .isLessThan(quality(memory));
        assertThat(quality(recalling(new MemoryWarmer.Settings(100, 0.9, 1, false, false), memory, false, 1)))
                .isEqualTo(quality(memory));
    }

    @Test
    void dropsWhatHarmedWhereThatIsAskedFor() {
        Memory memory = warm(Memory.EMPTY, 2, "look open", "look wait");
        assertThat(recalling(new MemoryWarmer.Settings(100, 0.9, 1, true, true), memory, false, 9)
                        .insights())
                .hasSize(1);
        assertThat(recalling(new MemoryWarmer.Settings(100, 0.9, 1, true, true), memory, false, 20)
                        .insights())
                .isEmpty();
        assertThat(recalling(new MemoryWarmer.Settings(100, 0.9, 1, true, false), memory, false, 20)
                        .insights())
                .hasSize(1);
    }

    private static double quality(Memory memory) {
        return memory.insights().getFirst().standing().quality();
    }

    /** Warms with so many attempts that recalled all of the memory. */
    private static Memory recalling(MemoryWarmer.Settings settings, Memory memory, boolean success, int times) {
        List<String> recalled = memory.items().stream().map(MemoryItem::id).toList();
        Judged attempt = success ? Attempts.success("look open") : Attempts.failure("look wait");
        Rollout rollout = attempt.rollout();
        Rollout recalling = new Rollout(
                rollout.key(), rollout.versionId(), rollout.tape(), rollout.end(), rollout.findings(), recalled);
        Judged judged = new Judged(attempt.task(), recalling, attempt.evaluation());
        return new MemoryWarmer(settings).warm(memory, Collections.nCopies(times, judged), List.of());
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
