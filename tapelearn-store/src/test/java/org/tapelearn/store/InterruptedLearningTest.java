package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
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
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.textworld.TextWorldEnvironment;

/** A session that dies at any point and is resumed ends as if nothing had happened. */
class InterruptedLearningTest {
    private static final String SESSION = "s1";
    private static final int AT_THE_REPORT = -1;

    @Test
    void endsEqualWhereverItDies(@TempDir Path folder) {
        endsEqual(folder, false, 4);
    }

    @Test
    void endsEqualWhereverItDiesWithAnArm(@TempDir Path folder) {
        assertThat(endsEqual(folder, true, 22)).contains("\"answer_only\"").doesNotContain("still to come");
    }

    @Test
    void endsEqualWhenItDiesBetweenItsTestAndItsReport(@TempDir Path folder) {
        String undisturbed = learn(folder.resolve("undisturbed"), new int[0], 2, false);
        assertThat(learn(folder.resolve("died"), new int[] {AT_THE_REPORT, AT_THE_REPORT}, 2, false))
                .isEqualTo(undisturbed);
    }

    private static String endsEqual(Path folder, boolean withArm, int events) {
        String undisturbed = learn(folder.resolve("undisturbed"), new int[0], 2, withArm);
        SplittableRandom random = new SplittableRandom(11);
        for (int run = 0; run < 4; run++) {
            int[] deaths = {1 + random.nextInt(events), 1 + random.nextInt(events)};
            assertThat(learn(folder.resolve("run" + run), deaths, 2, withArm))
                    .as("died at events %s", java.util.Arrays.toString(deaths))
                    .isEqualTo(undisturbed);
        }
        return undisturbed;
    }

    @Test
    void endsEqualWithAnyNumberOfThreads(@TempDir Path folder) {
        assertThat(learn(folder.resolve("one"), new int[0], 1, false))
                .isEqualTo(learn(folder.resolve("three"), new int[0], 3, false));
    }

    /** Learns in as many processes' lives as it takes: each dies at the given event, the last one finishes. */
    private static String learn(Path folder, int[] deaths, int threads, boolean withArm) {
        for (int life = 0; life <= deaths.length; life++) {
            int death = life < deaths.length ? deaths[life] : Integer.MAX_VALUE;
            try (SqliteSessionStore store = SqliteSessionStore.open(folder);
                    TextWorldEnvironment environment = new TextWorldEnvironment(true)) {
                AtomicInteger events = new AtomicInteger();
                SessionStore kept = death == AT_THE_REPORT ? deadlyAtTheReport(store) : store;
                EnvironmentLearner learner = learner(environment, kept, threads, withArm, progress -> {
                    if (events.incrementAndGet() == death) {
                        throw new Death();
                    }
                });
                LearningReport report = life == 0 ? learner.learn(SESSION, List.of(), "{}") : learner.resume(SESSION);
                assertThat(report.stopReason()).isEqualTo("rounds");
                return store.sessions().stream()
                        .flatMap(session -> store.dump(session.id()).lines())
                        .filter(line -> !line.contains("\"threads\""))
                        .collect(java.util.stream.Collectors.joining("\n"));
            } catch (Death died) {
                assertThat(death).isLessThan(Integer.MAX_VALUE);
            }
        }
        throw new AssertionError("The last life did not finish.");
    }

    private static EnvironmentLearner learner(
            TextWorldEnvironment environment,
            SessionStore store,
            int threads,
            boolean withArm,
            LearningListener listener) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        2, 12, 2, 0.95, 20, LearnerConfig.Curriculum.MASTERY, threads, 0, ""),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(20, withArm));
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), threads);
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), listener);
    }

    /** A store whose process dies when a report is to be written. */
    private static SessionStore deadlyAtTheReport(SessionStore store) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("finish")) {
                        throw new Death();
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
