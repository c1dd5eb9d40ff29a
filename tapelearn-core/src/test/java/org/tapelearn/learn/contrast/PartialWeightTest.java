package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.evaluate.Judges;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Runner;
import org.tapelearn.textworld.TextWorldEnvironment;

/** How much is imitated of what did not succeed. */
class PartialWeightTest {
    private static final List<Judged> WAVE =
            List.of(Attempts.failure("wait"), Attempts.partial("look open", 0.4), Attempts.partial("look", 0.2));

    @Test
    void countsTheBestUnfinishedAttemptByItsReward() {
        assertThat(examples(0.5, WAVE)).singleElement().satisfies(example -> {
            assertThat(example.attempt()).isEqualTo(WAVE.get(1));
            assertThat(example.weight()).isEqualTo(0.5 * 0.4);
        });
    }

    @Test
    void imitatesSuccessesOnlyWhereItIsNothing() {
        assertThat(examples(0, WAVE)).isEmpty();
        assertThat(examples(0, List.of(WAVE.get(1), Attempts.success("look take"))))
                .singleElement()
                .extracting(PolicyTrainer.Example::weight)
                .isEqualTo(1.0);
    }

    /** Nothing is shortened where rewards are shuffled, so these attempts need not be possible. */
    private static List<PolicyTrainer.Example> examples(double partialWeight, List<Judged> wave) {
        TextWorldEnvironment world = new TextWorldEnvironment(true);
        TrajectoryOptimizer optimizer = new TrajectoryOptimizer(
                world,
                new Runner(world, Recall.NOTHING, Limits.DEFAULT, 1),
                new Evaluator(0.7, true),
                Judges.NONE,
                new RewardMarginPairing(0.2),
                new TrajectoryOptimizer.Settings(1, 1, true, false, true, 1, 0, partialWeight),
                1);
        return optimizer.contrast(wave, Memory.EMPTY).examples();
    }
}
