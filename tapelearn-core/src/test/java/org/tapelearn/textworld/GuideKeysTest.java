package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.generate.GenerationStatistics;
import org.tapelearn.learn.warm.MemoryStatistics;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.TaskFamily;

/** Keys of the guide move what they are there for, in whole sessions. */
class GuideKeysTest {
    private static final LearnerConfig.TaskGeneratorConfig PLAIN = LearnerConfig.TaskGeneratorConfig.DEFAULT;
    private static final LearnerConfig.MemoryWarmerConfig MEMORY = LearnerConfig.MemoryWarmerConfig.DEFAULT;
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
                learned(WORLD, ALL, 3, 4, optimizer(3, 1, true), MEMORY, PLAIN, 300, new InMemorySessionStore());
        LearningReport whole =
                learned(WORLD, ALL, 3, 4, optimizer(3, 1, true), MEMORY, PLAIN, 0, new InMemorySessionStore());
        assertThat(report.stopReason()).isEqualTo("budget");
        assertThat(whole.stopReason()).isEqualTo("rounds");
        assertThat(report.rounds()).isOne();
        assertThat(report.environmentSteps()).isBetween(300L, whole.environmentSteps() / 2);
    }

    @Test
    void learningRateMovesTheWeights() {
        assertThat(candidate(training(0.1, false, true))).isEqualTo(candidate(training(0.1, false, true)));
        assertThat(candidate(training(0.3, false, true))).isNotEqualTo(candidate(training(0.1, false, true)));
    }

    @Test
    void contrastiveLearningMovesTheWeights() {
        assertThat(candidate(training(0.1, true, true))).isNotEqualTo(candidate(training(0.1, false, true)));
    }

    @Test
    void failureAnalysisFindsInsights() {
        assertThat(remembered(training(0.1, false, true), MEMORY).insights()).isPositive();
        assertThat(remembered(training(0.1, false, false), MEMORY).insights()).isZero();
    }

    @Test
    void memorySizeBoundsMemory() {
        assertThat(remembered(training(0.1, false, true), MEMORY).items()).isGreaterThan(3);
        assertThat(remembered(training(0.1, false, true), memory(3, 0.7, 0.95)).items())
                .isEqualTo(3);
    }

    @Test
    void similarityThresholdTellsDemonstrationsApart() {
        assertThat(remembered(training(0.1, false, true), memory(1000, 1, 0.95)).demonstrations())
                .isGreaterThan(remembered(training(0.1, false, true), memory(1000, 0.2, 0.95))
                        .demonstrations());
    }

    @Test
    void decayFadesMemoryRoundByRound() {
        assertThat(remembered(training(0.1, false, true), memory(1000, 0.7, 1)).averageQuality())
                .isEqualTo(0.5);
        assertThat(remembered(training(0.1, false, true), memory(1000, 0.7, 0.5))
                        .averageQuality())
                .isEqualTo(0.25);
    }

    @Test
    void theTaskGeneratorKnowsWhatTheSessionTookUp() {
        InMemorySessionStore store = new InMemorySessionStore();
        EnvironmentLearner learner = learner(WORLD, 1, 12, optimizer(12, 1, true), MEMORY, PLAIN, 0, store);
        assertThat(learner.taskGenerator().getGenerationStatistics()).isEqualTo(GenerationStatistics.NONE);
        learner.learn("s", EASY, "");
        GenerationStatistics generated = learner.taskGenerator().getGenerationStatistics();
        assertThat(generated.accepted()).isPositive();
        assertThat(generated.solveRate()).isPositive();
        assertThat(generated).isEqualTo(learner.getLearningProgress().taskGenerationStats());

        learner.generateNextTasks(2, List.of());
        assertThat(learner.taskGenerator().getGenerationStatistics().accepted()).isEqualTo(generated.accepted() + 2);
        assertThat(learner.getLearningProgress().taskGenerationStats()).isEqualTo(generated);

        EnvironmentLearner loading = learner(WORLD, 1, 12, optimizer(12, 1, true), MEMORY, PLAIN, 0, store);
        loading.loadSession("s");
        assertThat(loading.taskGenerator().getGenerationStatistics()).isEqualTo(generated);
    }

    private static LearnerConfig.MemoryWarmerConfig memory(int size, double similarity, double decay) {
        return new LearnerConfig.MemoryWarmerConfig(true, false, size, similarity, decay, true, true);
    }

    /** The policy as training left it. */
    private static byte[] candidate(LearnerConfig.TrajectoryOptimizerConfig optimizing) {
        InMemorySessionStore store = new InMemorySessionStore();
        learned(WORLD, ALL, 1, 3, optimizing, MEMORY, PLAIN, 0, store);
        return store.lastCommit("s").orElseThrow().blobs().get("candidate");
    }

    private static MemoryStatistics remembered(
            LearnerConfig.TrajectoryOptimizerConfig optimizing, LearnerConfig.MemoryWarmerConfig memory) {
        EnvironmentLearner learner = learner(WORLD, 1, 3, optimizing, memory, PLAIN, 0, new InMemorySessionStore());
        learner.learn("s", ALL, "");
        return learner.memory().getMemoryStatistics();
    }

    @Test
    void minutesEndLearningBetweenTwoWavesAlsoWhenResumed() {
        InMemorySessionStore whole = new InMemorySessionStore();
        assertThat(timed(2, whole, false).learn("s", ALL, "").stopReason()).isEqualTo("budget");
        assertThat(waves(whole)).containsExactlyInAnyOrder("explore/1/0", "explore/1/1");

        InMemorySessionStore broken = new InMemorySessionStore();
        assertThat(timed(2, broken, true).learn("s", ALL, "").stopReason()).isEqualTo("stopped");
        assertThat(waves(broken)).containsExactly("explore/1/0");
        assertThat(timed(2, broken, false).resume("s").stopReason()).isEqualTo("budget");
        assertThat(waves(broken)).isEqualTo(waves(whole));

        InMemorySessionStore endless = new InMemorySessionStore();
        assertThat(timed(0, endless, false).learn("s", ALL, "").stopReason()).isEqualTo("rounds");
        assertThat(waves(endless)).hasSize(4);
    }

    private static Set<String> waves(SessionStore store) {
        return store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE)).stream()
                .map(SessionStore.TapeHead::rolloutId)
                .map(id -> String.join("/", List.of(id.split("/")).subList(0, 3)))
                .collect(Collectors.toSet());
    }

    /** A learner by a clock that goes on by a minute whenever it is looked at: a wave takes one. */
    private static EnvironmentLearner timed(double minutes, SessionStore store, boolean stopping) {
        Clock clock = new Clock() {
            private final AtomicLong millis = new AtomicLong();

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.addAndGet(60_000));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        LearnerConfig.TrajectoryOptimizerConfig optimizing = optimizer(2, 1, true);
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        1, 4, 4, 1, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, "", 0, minutes),
                optimizing,
                MEMORY,
                PLAIN,
                new LearnerConfig.GateConfig(true, 0.05, 5),
                new LearnerConfig.EvaluationConfig(1, false));
        AtomicReference<EnvironmentLearner> learner = new AtomicReference<>();
        learner.set(new EnvironmentLearner(
                WORLD,
                new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.of(optimizing), 2),
                config,
                store,
                clock,
                progress -> {
                    if (stopping && progress.rolloutsDone() > 0) {
                        learner.get().requestStop();
                    }
                }));
        return learner.get();
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
        return optimizer(
                attempts,
                explorationRounds,
                cloning,
                plain.learningRate(),
                plain.contrastiveLearning(),
                plain.failureAnalysis());
    }

    private static LearnerConfig.TrajectoryOptimizerConfig training(
            double rate, boolean contrastive, boolean analysis) {
        return optimizer(6, 1, true, rate, contrastive, analysis);
    }

    private static LearnerConfig.TrajectoryOptimizerConfig optimizer(
            int attempts, int explorationRounds, boolean cloning, double rate, boolean contrastive, boolean analysis) {
        LearnerConfig.TrajectoryOptimizerConfig plain = LearnerConfig.TrajectoryOptimizerConfig.DEFAULT;
        return new LearnerConfig.TrajectoryOptimizerConfig(
                true,
                attempts,
                explorationRounds,
                plain.successThreshold(),
                rate,
                contrastive,
                analysis,
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
        learned(environment, seeds, rounds, waves, optimizing, MEMORY, generating, 0, store);
        return store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE));
    }

    private static LearningReport learned(
            Environment environment,
            List<String> seeds,
            int rounds,
            int waves,
            LearnerConfig.TrajectoryOptimizerConfig optimizing,
            LearnerConfig.MemoryWarmerConfig memory,
            LearnerConfig.TaskGeneratorConfig generating,
            long steps,
            SessionStore store) {
        return learner(environment, rounds, waves, optimizing, memory, generating, steps, store)
                .learn("s", seeds, "");
    }

    private static EnvironmentLearner learner(
            Environment environment,
            int rounds,
            int waves,
            LearnerConfig.TrajectoryOptimizerConfig optimizing,
            LearnerConfig.MemoryWarmerConfig memory,
            LearnerConfig.TaskGeneratorConfig generating,
            long steps,
            SessionStore store) {
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 24, waves, 1, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, "", steps, 0),
                optimizing,
                memory,
                generating,
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(1, false));
        EmbeddedTrainer trainer = new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.of(optimizing), 2);
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
    }
}
