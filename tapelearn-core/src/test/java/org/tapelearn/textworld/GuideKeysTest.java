package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.TaskFamily;

/** Keys of the guide move what they are there for, in whole sessions. */
class GuideKeysTest {
    private static final LearnerConfig.TaskGeneratorConfig PLAIN = LearnerConfig.TaskGeneratorConfig.DEFAULT;
    private static final Environment WORLD = new TextWorldEnvironment(true);
    private static final Environment HARDEST_FIRST = (Environment) Proxy.newProxyInstance(
            Environment.class.getClassLoader(),
            new Class<?>[] {Environment.class},
            (proxy, method, arguments) -> method.getName().equals("families")
                    ? WORLD.families().reversed()
                    : method.invoke(WORLD, arguments));
    private static final Map<String, Integer> SIZES =
            WORLD.families().stream().collect(Collectors.toMap(TaskFamily::name, TaskFamily::size));
    private static final List<String> ALL =
            List.of("Fetch and deliver things, store them, unlock and open containers, find keys, cook");
    private static final List<String> EASY = List.of("Fetch things");

    @Test
    void explorationRoundsGiveATaskMoreAttemptsWhileItIsNotSolved() {
        assertThat(mostAttempts(1)).isEqualTo(3);
        assertThat(mostAttempts(3)).isEqualTo(9);
    }

    @Test
    void progressionBringsHarderTasksSooner() {
        LearnerConfig.TrajectoryOptimizerConfig withoutLearning = optimizer(2, 1, false);
        double slow = meanSize(explored(WORLD, ALL, 4, 3, withoutLearning, generator(0, 0, true)));
        double fast = meanSize(explored(WORLD, ALL, 4, 3, withoutLearning, generator(0.3, 0, true)));
        assertThat(fast).isGreaterThan(slow + 0.5);
    }

    @Test
    void explorationBiasEvensOutWhatIsTried() {
        double byMastery = leastShare(explored(WORLD, ALL, 3, 4, optimizer(6, 1, true), generator(0, 0, true)));
        double byAttempts = leastShare(explored(WORLD, ALL, 3, 4, optimizer(6, 1, true), generator(0, 1, true)));
        assertThat(byAttempts).isGreaterThan(1.5 * byMastery);
    }

    @Test
    void progressiveLearningTakesUpWhatIsSmallFirst() {
        assertThat(takenUpFirst(true)).isLessThan(takenUpFirst(false));
    }

    @Test
    void environmentStepsEndLearningBetweenTwoWaves() {
        LearningReport report =
                learned(WORLD, ALL, 3, 4, optimizer(3, 1, true), PLAIN, 300, new InMemorySessionStore());
        LearningReport whole = learned(WORLD, ALL, 3, 4, optimizer(3, 1, true), PLAIN, 0, new InMemorySessionStore());
        assertThat(report.stopReason()).isEqualTo("budget");
        assertThat(whole.stopReason()).isEqualTo("rounds");
        assertThat(report.rounds()).isOne();
        assertThat(report.environmentSteps()).isBetween(300L, whole.environmentSteps() / 2);
    }

    private static LearnerConfig.TaskGeneratorConfig generator(double progression, double bias, boolean progressive) {
        return new LearnerConfig.TaskGeneratorConfig(
                true, 1, progression, bias, PLAIN.creativityFactor(), progressive, 0);
    }

    private static int mostAttempts(int explorationRounds) {
        Map<String, Integer> attempts = new HashMap<>();
        for (SessionStore.TapeHead tape : explored(WORLD, ALL, 1, 2, optimizer(3, explorationRounds, true), PLAIN)) {
            String id = tape.rolloutId();
            attempts.merge(id.substring(0, id.lastIndexOf('/')), 1, Integer::sum);
        }
        return attempts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static double meanSize(List<SessionStore.TapeHead> tapes) {
        return tasks(tapes).stream()
                .mapToInt(task -> SIZES.get(task.family()))
                .average()
                .orElseThrow();
    }

    /** The share of tasks of the family that had the fewest. */
    private static double leastShare(List<SessionStore.TapeHead> tapes) {
        Map<String, Integer> counts = new HashMap<>();
        tapes.forEach(tape -> counts.put(tape.family(), 0));
        List<SessionStore.TapeHead> tasks = tasks(tapes);
        tasks.forEach(task -> counts.merge(task.family(), 1, Integer::sum));
        return counts.values().stream().mapToInt(Integer::intValue).min().orElseThrow() / (double) tasks.size();
    }

    /** The first attempt at each task of each wave. */
    private static List<SessionStore.TapeHead> tasks(List<SessionStore.TapeHead> tapes) {
        return tapes.stream().filter(tape -> tape.rolloutId().endsWith("/0")).toList();
    }

    /** The size of the family that was taken up first, beyond the one that the seed names. */
    private static int takenUpFirst(boolean progressive) {
        Set<String> seen = new HashSet<>();
        for (SessionStore.TapeHead tape :
                explored(HARDEST_FIRST, EASY, 1, 12, optimizer(12, 1, true), generator(0, 0, progressive))) {
            seen.add(tape.family());
            if (!tape.family().equals("fetch")) {
                return SIZES.get(tape.family());
            }
        }
        throw new AssertionError("Nothing was taken up beyond " + seen);
    }

    private static LearnerConfig.TrajectoryOptimizerConfig optimizer(
            int attempts, int explorationRounds, boolean cloning) {
        LearnerConfig.TrajectoryOptimizerConfig plain = LearnerConfig.TrajectoryOptimizerConfig.DEFAULT;
        return new LearnerConfig.TrajectoryOptimizerConfig(
                true,
                attempts,
                explorationRounds,
                plain.successThreshold(),
                plain.learningRate(),
                plain.contrastiveLearning(),
                plain.failureAnalysis(),
                cloning,
                plain.partialCredit(),
                plain.pairMargin(),
                plain.beta(),
                plain.preferenceWeight(),
                plain.temperature(),
                plain.warming(),
                plain.epsilon(),
                plain.shuffleRewards());
    }

    private static List<SessionStore.TapeHead> explored(
            Environment environment,
            List<String> seeds,
            int rounds,
            int waves,
            LearnerConfig.TrajectoryOptimizerConfig optimizing,
            LearnerConfig.TaskGeneratorConfig generating) {
        InMemorySessionStore store = new InMemorySessionStore();
        learned(environment, seeds, rounds, waves, optimizing, generating, 0, store);
        return store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE));
    }

    private static LearningReport learned(
            Environment environment,
            List<String> seeds,
            int rounds,
            int waves,
            LearnerConfig.TrajectoryOptimizerConfig optimizing,
            LearnerConfig.TaskGeneratorConfig generating,
            long steps,
            SessionStore store) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 24, waves, 1, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, "", steps),
                optimizing,
                defaults.memoryWarmer(),
                generating,
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(1, false));
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2);
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE)
                .learn("s", seeds, "");
    }
}
