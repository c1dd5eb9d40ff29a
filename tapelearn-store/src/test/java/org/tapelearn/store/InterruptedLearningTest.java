package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.textworld.TextWorldEnvironment;

/** A session that dies at any point and is resumed ends as if nothing had happened. */
class InterruptedLearningTest {
    private static final String SESSION = "s1";

    @Test
    void endsEqualWhereverItDies(@TempDir Path folder) {
        String undisturbed = learn(folder.resolve("undisturbed"), new int[0], 2);
        SplittableRandom random = new SplittableRandom(11);
        for (int run = 0; run < 4; run++) {
            int[] deaths = {1 + random.nextInt(4), 1 + random.nextInt(4)};
            assertThat(learn(folder.resolve("run" + run), deaths, 2))
                    .as("died at events %s", java.util.Arrays.toString(deaths))
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void endsEqualWithAnyNumberOfThreads(@TempDir Path folder) {
        assertThat(learn(folder.resolve("one"), new int[0], 1))
                .isEqualTo(learn(folder.resolve("three"), new int[0], 3));
    }

    /** Learns in as many processes' lives as it takes: each dies at the given event, the last one finishes. */
    private static String learn(Path folder, int[] deaths, int threads) {
        for (int life = 0; life <= deaths.length; life++) {
            int death = life < deaths.length ? deaths[life] : Integer.MAX_VALUE;
            try (SqliteSessionStore store = SqliteSessionStore.open(folder);
                    TextWorldEnvironment environment = new TextWorldEnvironment(true)) {
                AtomicInteger events = new AtomicInteger();
                EnvironmentLearner learner = learner(environment, store, threads, progress -> {
                    if (events.incrementAndGet() == death) {
                        throw new Death();
                    }
                });
                LearningReport report = life == 0 ? learner.learn(SESSION, List.of(), "{}") : learner.resume(SESSION);
                assertThat(report.stopReason()).isEqualTo("rounds");
                return store.dump(SESSION)
                        .lines()
                        .filter(line -> !line.contains("\"threads\""))
                        .collect(java.util.stream.Collectors.joining("\n"));
            } catch (Death died) {
                assertThat(death).isLessThan(Integer.MAX_VALUE);
            }
        }
        throw new AssertionError("The last life did not finish.");
    }

    private static EnvironmentLearner learner(
            TextWorldEnvironment environment, SqliteSessionStore store, int threads, LearningListener listener) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        2, 12, 2, 0.95, 20, LearnerConfig.Curriculum.MASTERY, threads),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(20, false));
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.05, 0.1, 0.2), threads);
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), listener);
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
