package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.policy.EmbeddedTrainer;

/** The code that learns data analysis learns rooms and keys: nothing in it is tuned to the first. */
class TextWorldLearningTest {
    private static final List<String> SEEDS =
            List.of("Fetch and deliver things, store them, unlock and open containers, find keys, cook");

    @Test
    void isLearnedWithMilestones() {
        LearningReport report = learn(new TextWorldEnvironment(true), 2);
        LearningReport.Row seen = row(report, "unseen_data_sets");
        assertThat(seen.base().successRate()).isLessThan(0.1);
        assertThat(seen.learned().interval().getFirst()).isGreaterThan(0.8);
        assertThat(row(report, "unseen_phrasings").difference().interval().getFirst())
                .isGreaterThan(0.3);
        assertThat(row(report, "unseen_families").difference().interval().getFirst())
                .isGreaterThan(0.1);
    }

    @Test
    void isLearnedInItsEasyPartsFromTheEndAlone() {
        LearningReport report = learn(new TextWorldEnvironment(false), 2);
        LearningReport.Row seen = row(report, "unseen_data_sets");
        assertThat(seen.base().successRate()).isLessThan(0.1);
        assertThat(seen.difference().interval().getFirst()).isGreaterThan(0.1);
        assertThat(report.byFamily().get("fetch").learned().successRate()).isGreaterThan(0.8);
    }

    @Test
    void isNotLearnedFromShuffledRewards() {
        int successes = 0;
        int attempts = 0;
        for (long seed = 1; seed <= 3; seed++) {
            LearningReport.Rate learned = row(
                            learn(new TextWorldEnvironment(true), 2, shuffled(), seed), "unseen_data_sets")
                    .learned();
            successes += learned.successes();
            attempts += learned.attempts();
        }
        assertThat(successes).isLessThan(attempts / 20);
    }

    private static LearnerConfig.TrajectoryOptimizerConfig shuffled() {
        LearnerConfig.TrajectoryOptimizerConfig plain = LearnerConfig.TrajectoryOptimizerConfig.DEFAULT;
        return new LearnerConfig.TrajectoryOptimizerConfig(
                true,
                plain.trajectoriesPerRound(),
                plain.maxExplorationRounds(),
                plain.successThreshold(),
                plain.learningRate(),
                plain.contrastiveLearning(),
                plain.failureAnalysis(),
                plain.cloning(),
                plain.partialCredit(),
                plain.pairMargin(),
                plain.beta(),
                plain.preferenceWeight(),
                plain.temperature(),
                plain.warming(),
                plain.epsilon(),
                true);
    }

    private static LearningReport.Row row(LearningReport report, String name) {
        LearningReport.Row row = report.rows().get(name);
        assertThat(row).as("row %s of %s", name, report.rows().keySet()).isNotNull();
        return row;
    }

    private static LearningReport learn(TextWorldEnvironment environment, int rounds) {
        return learn(environment, rounds, LearnerConfig.TrajectoryOptimizerConfig.DEFAULT, 1);
    }

    private static LearningReport learn(
            TextWorldEnvironment environment,
            int rounds,
            LearnerConfig.TrajectoryOptimizerConfig optimizing,
            long seed) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                seed,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 48, 8, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                optimizing,
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                defaults.gate(),
                defaults.evaluation());
        EmbeddedTrainer trainer = new EmbeddedTrainer(
                environment,
                new EmbeddedTrainer.Settings(
                        optimizing.learningRate(),
                        optimizing.temperature(),
                        optimizing.warming(),
                        optimizing.epsilon(),
                        optimizing.beta(),
                        optimizing.preferenceWeight()),
                2);
        return new EnvironmentLearner(
                        environment,
                        trainer,
                        config,
                        new InMemorySessionStore(),
                        Clock.systemUTC(),
                        LearningListener.NONE)
                .learn("session", SEEDS, "");
    }
}
