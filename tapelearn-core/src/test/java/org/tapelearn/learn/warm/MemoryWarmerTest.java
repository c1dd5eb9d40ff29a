package org.tapelearn.learn.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.contrast.Attempts;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Standing;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;

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
    void movesItByTheCreditGiven() {
        Memory memory = warm(Memory.EMPTY, 2, "look open", "look wait");
        double before = quality(memory);
        for (double credit : new double[] {0.1, 0.5, 1}) {
            assertThat(quality(recalling(
                            new MemoryWarmer.Settings(100, 0.9, 1, true, false, true, credit), memory, true, 1)))
                    .isCloseTo(before + credit * (1 - before), within(1e-12));
        }
    }

    @Test
    void countsForAnItemOnlyTheAttemptsThatSayTheyFollowedIt() {
        Memory memory = warm(Memory.EMPTY, 2, "look open", "look wait");
        String id = memory.insights().getFirst().id();
        Judged silent = recallingAll(Attempts.failure("look wait"), memory, "I go my own way");
        Judged lost = recallingAll(Attempts.failure("look wait"), memory, "I follow [%s]".formatted(id));
        Judged won = recallingAll(Attempts.success("look open"), memory, "I follow [%s]".formatted(id));

        Standing standing = WARMER.warm(memory, List.of(silent, lost, won, won), List.of())
                .insights()
                .getFirst()
                .standing();
        assertThat(standing.uses()).isEqualTo(4);
        assertThat(standing.harmful()).isEqualTo(1);
        assertThat(standing.helpful()).isEqualTo(2);
    }

    private static Judged recallingAll(Judged attempt, Memory memory, String thought) {
        Rollout rollout = attempt.rollout();
        List<Step> steps = new ArrayList<>(rollout.tape().steps());
        steps.add(new Step.Thought(new StepMetadata("", "agent", "act"), thought));
        Rollout recalling = new Rollout(
                rollout.key(),
                rollout.versionId(),
                new Tape(rollout.tape().metadata(), steps),
                rollout.end(),
                rollout.findings(),
                memory.items().stream().map(MemoryItem::id).toList());
        return new Judged(attempt.task(), recalling, attempt.evaluation());
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

    @Test
    void countsTheSameAttemptsAndPairsOnce() {
        List<Judged> attempts = List.of(in(1, Attempts.success("look open")), in(1, Attempts.failure("look wait")));
        TrajectoryPair pair = new TrajectoryPair(attempts.getFirst(), attempts.getLast(), 1, 1);
        Warmup once = WARMER.warmMemory(Memory.EMPTY, PatternLibrary.EMPTY, attempts, List.of(pair, pair));
        Warmup again = WARMER.warmMemory(once.memory(), once.patterns(), attempts, List.of(pair, pair));
        assertThat(again.memory()).isEqualTo(once.memory());
        assertThat(again.patterns()).isEqualTo(once.patterns());
        assertThat(again.warmupMetrics()).isEqualTo(new Warmup.WarmupMetrics(0, 0, 0, 0, 0));

        List<Judged> later = attempts.stream().map(attempt -> in(2, attempt)).toList();
        TrajectoryPair other = new TrajectoryPair(later.getFirst(), later.getLast(), 1, 1);
        List<Judged> both = new ArrayList<>(attempts);
        both.addAll(later);
        Warmup more = WARMER.warmMemory(again.memory(), again.patterns(), both, List.of(pair, pair, other));
        assertThat(more.patterns().families().get("family").attempts()).isEqualTo(4);
        assertThat(importance(more)).isEqualTo(importance(once) + 1);
    }

    @Test
    void remembersTheLatestThatItCounted() {
        Counted counted = Counted.NONE;
        List<Judged> first = List.of(in(0, Attempts.success("look")));
        for (int wave = 0; wave <= Counted.KEPT; wave++) {
            counted = counted.attempts(List.of(in(wave, Attempts.success("look"))))
                    .counted();
        }
        assertThat(counted.waves()).hasSize(Counted.KEPT);
        assertThat(counted.attempts(first).things()).isEqualTo(first);
        assertThat(counted.attempts(List.of(in(1, Attempts.success("look")))).things())
                .isEmpty();
        assertThat(counted.attempts(List.of(in(1, Attempts.success("open")))).things())
                .as("of another session")
                .hasSize(1);
    }

    private static int importance(Warmup warmup) {
        return warmup.memory().insights().getFirst().standing().importance();
    }

    /** The attempt in another wave. */
    private static Judged in(int wave, Judged attempt) {
        Rollout rollout = attempt.rollout();
        RolloutKey key =
                new RolloutKey(RolloutKey.Phase.EXPLORE, 1, wave, attempt.task().id(), attempt.success() ? 0 : 1);
        return new Judged(
                attempt.task(),
                new Rollout(
                        key,
                        rollout.versionId(),
                        rollout.tape(),
                        rollout.end(),
                        rollout.findings(),
                        rollout.recalled()),
                attempt.evaluation());
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
