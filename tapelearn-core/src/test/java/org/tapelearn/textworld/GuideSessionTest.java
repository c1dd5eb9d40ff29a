package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningProgress;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionSummary;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.metrics.LearningMetrics;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.tape.Step;
import org.tapelearn.task.Task;
import org.tapelearn.tool.ToolSpec;

/** The calls of the guide's learner, on whole sessions. */
class GuideSessionTest {
    private static final String POEM = "Write a poem about spring";
    private static final List<String> SEEDS = List.of("Fetch things", POEM);
    private static final List<String> MORE = List.of("Open containers", "Compose a song");
    private static final int WAVES = 3;

    private final TextWorldEnvironment world = new TextWorldEnvironment(true);
    private final InMemorySessionStore store = new InMemorySessionStore();

    @Test
    void keepsApartWhatWasDeclaredAndWhatIsThere() {
        EnvironmentContext declared = EnvironmentContext.of(List.of("go", "teleport"), List.of("moon"));
        EnvironmentState known =
                learner(2).startLearningSession(SEEDS, declared, "s").environmentState();
        assertThat(known.declared()).isEqualTo(declared);
        assertThat(known.tools()).containsEntry("go", List.of("exit")).doesNotContainKey("teleport");
        assertThat(known.dataSources()).isEqualTo(world.dataSources());
        assertThat(known.missingTools()).containsExactly("teleport");
        assertThat(known.missingDataSources()).containsExactly("moon");
    }

    @Test
    void learnsInTwoStepsWhatItLearnsInOne() {
        LearningReport inOne = learner(1).learn("s", SEEDS, "{}");
        InMemorySessionStore other = new InMemorySessionStore();
        EnvironmentLearner learner = learner(other, 1, (number, one) -> {});
        learner.startLearningSession(SEEDS, EnvironmentContext.NONE, "s");
        LearningReport inTwo = learner.runAutonomousLearning();
        assertThat(inTwo.rows()).isEqualTo(inOne.rows());
        assertThat(other.tapes("s", SessionStore.TapeQuery.ALL))
                .isEqualTo(store.tapes("s", SessionStore.TapeQuery.ALL));
    }

    @Test
    void learnsAsFarAsAskedAlsoWhenResumed() {
        EnvironmentLearner stopping = learner(store, 3, (number, learner) -> {
            if (number == 2) {
                learner.requestStop();
            }
        });
        stopping.startLearningSession(SEEDS, EnvironmentContext.NONE, "s");
        assertThat(stopping.runAutonomousLearning(1, 1).stopReason()).isEqualTo("stopped");
        LearningReport resumed = learner(3).resume("s");
        assertThat(resumed.stopReason()).isEqualTo("rounds");
        assertThat(resumed.rounds()).isEqualTo(1);
        assertThatThrownBy(() -> stopping.runAutonomousLearning(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threshold above 0");
    }

    @Test
    void saysWhichSeedsNothingCanCheck() {
        LearningReport report = learner(1).learn("s", SEEDS, "{}");
        assertThat(report.uncheckedSeeds()).singleElement().satisfies(seed -> {
            assertThat(seed.description()).isEqualTo(POEM);
            assertThat(seed.whatToAdd()).contains("by one of these words: ");
        });
    }

    @Test
    void showsWhatIsSaidOfASeedInEveryStartTape() {
        EnvironmentLearner learner = learner(1);
        SeedTaskManager seeds = learner.seedTaskManager();
        seeds.addSeedTaskFromDescription(
                SEEDS.getFirst(),
                null,
                null,
                EnvironmentContext.of(List.of(), List.of("the pantry")),
                List.of("you bring it", "it rhymes"),
                List.of("take the key"));
        seeds.addSeedTaskFromDescription(MORE.getFirst());
        learner.startLearningSession("s", seeds, "{}");
        LearningReport report = learner(1).resume("s");

        List<String> starts = store.rollouts("s", ids(store)).stream()
                .map(judged -> ((Step.User) judged.rollout().tape().steps().getFirst()).content())
                .filter(words -> words.contains("\n"))
                .map(words -> words.substring(words.indexOf('\n') + 1))
                .toList();
        assertThat(starts)
                .hasSizeGreaterThan(20)
                .containsOnly("Data sources: the pantry\nDone when: you bring it\nWanted: it rhymes\n"
                        + "For example: take the key");
        assertThat(told(store, seeds.seeds().getFirst().families())).containsOnly(true);
        assertThat(told(store, seeds.seeds().get(1).families())).containsOnly(false);
        assertThat(learner.getSessionSummary().uncheckedCriteria()).containsExactly("it rhymes");
        assertThat(report.notes())
                .contains("Nothing checks a success criterion of seed task (seed-1), Fetch things: it rhymes")
                .noneMatch(note -> note.contains("you bring it"));
    }

    private static Set<String> ids(InMemorySessionStore kept) {
        return kept.tapes("s", SessionStore.TapeQuery.ALL).stream()
                .map(SessionStore.TapeHead::rolloutId)
                .collect(Collectors.toSet());
    }

    /** Whether the attempts at tasks of families were told something. */
    private static List<Boolean> told(InMemorySessionStore kept, List<String> families) {
        return kept.rollouts("s", ids(kept)).stream()
                .filter(judged -> families.contains(judged.task().family()))
                .map(judged -> !judged.task().told().isEmpty())
                .toList();
    }

    @Test
    void takesUpSeedsWhileItLearnsAndAgreesWhenResumed() {
        String undisturbed = learnAdding(store, Integer.MAX_VALUE);
        assertThat(store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE)))
                .extracting(SessionStore.TapeHead::family)
                .contains("open_container", "fetch");
        assertThat(learnAdding(new InMemorySessionStore(), 4)).isEqualTo(undisturbed);
    }

    /** Adds seeds after the first wave; dies at an event and is resumed; returns what the store then holds. */
    private String learnAdding(InMemorySessionStore kept, int death) {
        EnvironmentLearner learner = learner(kept, 1, (number, running) -> {
            if (number == 2) {
                running.addSeedTasksDuringLearning(MORE);
            }
            if (number == death) {
                throw new Death();
            }
        });
        try {
            learner.learn("s", SEEDS, "{}");
        } catch (Death died) {
            learner(kept, 1, (number, one) -> {}).resume("s");
        }
        EnvironmentLearner after = learner(kept, 1, (number, one) -> {});
        after.loadSession("s");
        SessionSummary summary = after.getSessionSummary();
        assertThat(summary.seeds()).hasSize(4);
        assertThat(summary.uncheckedSeeds()).extracting(SeedTask::description).containsExactly(POEM, "Compose a song");
        return kept.tapes("s", SessionStore.TapeQuery.ALL).toString();
    }

    @Test
    void takesSeedsFromAnotherThreadUntilItHasEnded() {
        List<SeedTask> understood = new ArrayList<>();
        EnvironmentLearner learner = learner(store, 1, (number, running) -> {
            if (number == 2) {
                await(new Thread(() -> understood.addAll(running.addSeedTasksDuringLearning(MORE))));
            }
        });
        learner.learn("s", SEEDS, "{}");
        assertThat(understood).extracting(SeedTask::checkable).containsExactly(true, false);
        LearningProgress progress = learner.getLearningProgress();
        assertThat(progress.seeds()).extracting(SeedTask::description).containsSequence(MORE);
        assertThat(progress.optimizationProgress().successByFamily()).containsKeys("fetch", "open_container");
        assertThatThrownBy(() -> learner.addSeedTasksDuringLearning(MORE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Session (s) has ended");
    }

    @Test
    void tellsTrueFiguresThatAnotherThreadMayReadMeanwhile() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>("");
        AtomicReference<Thread> reader = new AtomicReference<>();
        EnvironmentLearner learner = learner(store, 2, (number, running) -> {
            if (number == 1) {
                reader.set(new Thread(() -> readUntil(running, ended, wrong)));
                reader.get().start();
            }
        });
        LearningReport report = learner.learn("s", List.of(), "{}");
        ended.set(true);
        await(reader.get());
        assertThat(wrong.get()).isEmpty();

        LearningMetrics metrics = learner.getLearningProgress().currentMetrics();
        List<SessionStore.TapeHead> tapes =
                store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE));
        Set<String> tasks = new HashSet<>();
        Set<String> completed = new HashSet<>();
        tapes.forEach(tape -> {
            tasks.add(task(tape));
            if (tape.outcome().equals("success")) {
                completed.add(task(tape));
            }
        });
        assertThat(metrics.totalTasksAttempted()).isEqualTo(tasks.size());
        assertThat(metrics.totalTasksCompleted()).isEqualTo(completed.size()).isPositive();
        assertThat(metrics.passAtK()).isEqualTo((double) completed.size() / tasks.size());
        assertThat(metrics.successRate())
                .isEqualTo(share(tapes, tape -> tape.outcome().equals("success")));
        assertThat(metrics.passAtOne())
                .isEqualTo(share(
                        tapes.stream()
                                .filter(tape -> tape.rolloutId().endsWith("/0"))
                                .toList(),
                        tape -> tape.outcome().equals("success")));
        assertThat(metrics.averageReward())
                .isCloseTo(
                        tapes.stream()
                                .mapToDouble(SessionStore.TapeHead::reward)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(metrics.tasksByFamily().values().stream()
                        .mapToInt(LearningMetrics.Share::attempted)
                        .sum())
                .isEqualTo(tasks.size());
        assertThat(metrics.tasksByCategory()).containsKey("exploration");
        assertThat(metrics.tasksByDifficulty()).containsKey("intermediate");
        assertThat(metrics.optimizationRounds()).isEqualTo(2 * WAVES);
        assertThat(metrics.memoryWarmupCompletions()).isEqualTo(2 * WAVES);
        assertThat(metrics.trajectoryPairsGenerated())
                .isEqualTo(store.counts("s").pairs())
                .isPositive();
        assertThat(metrics.improvementRate()).isNotZero();
        assertThat(metrics.toolsDiscovered()).contains("go", "take").isSubsetOf(toolNames());
        assertThat(metrics.dataSourcesExplored())
                .containsExactlyInAnyOrderElementsOf(tapes.stream()
                        .map(SessionStore.TapeHead::group)
                        .distinct()
                        .toList());
        assertThat(metrics.patternsLearned())
                .isEqualTo(learner.memory().patterns().size())
                .isPositive();
        assertThat(metrics.heldOut().successRate())
                .isEqualTo(report.curve().getLast().selection());
        assertThat(metrics.k()).isEqualTo(8);
        assertThat(metrics.seconds()).isPositive();
        assertThat(report.metrics()).isEqualTo(metrics);
        assertThat(learner.getLearningProgress().roundsCompleted()).isEqualTo(2);
        assertThat(learner.getLearningProgress().memoryStatistics().items())
                .isEqualTo(learner.memory().memory().items().size());
    }

    private static void readUntil(EnvironmentLearner running, AtomicBoolean ended, AtomicReference<String> wrong) {
        long before = 0;
        while (!ended.get()) {
            LearningProgress progress = running.getLearningProgress();
            long now = progress.currentMetrics().totalTasksAttempted();
            if (now < before) {
                wrong.set("%d tasks after %d".formatted(now, before));
            }
            before = now;
            Thread.onSpinWait();
        }
    }

    @Test
    void countsOnlyToolsThatAnswered() {
        EnvironmentLearner learner = learner(1);
        learner.learn("s", SEEDS, "{}");
        Set<String> answered = new HashSet<>();
        store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE))
                .forEach(head -> store.rollouts("s", Set.of(head.rolloutId()))
                        .forEach(attempt -> answered.addAll(
                                answered(attempt.rollout().tape().steps()))));
        assertThat(learner.getLearningProgress().currentMetrics().toolsDiscovered())
                .containsExactlyInAnyOrderElementsOf(answered);
    }

    @Test
    void makesTasksOnDemandWithinAFocus() {
        EnvironmentLearner learner = learner(1);
        learner.startLearningSession(List.of(), EnvironmentContext.NONE, "s");
        List<Task> tasks = learner.generateNextTasks(3, List.of("fetch"));
        assertThat(tasks).hasSize(3).extracting(Task::family).containsOnly("fetch");
        assertThat(learner.generateNextTasks(3, List.of("fetch")))
                .extracting(Task::description)
                .doesNotContainAnyElementsOf(
                        tasks.stream().map(Task::description).toList());
        assertThatThrownBy(() -> learner.generateNextTasks(3, List.of("fetsch")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("No focus area of (fetsch)")
                .hasMessageContaining("Maybe you meant (fetch).");
    }

    @Test
    void hasSavedEveryWaveOnceAsked() {
        List<Long> saved = new ArrayList<>();
        EnvironmentLearner learner = learner(store, 1, (number, running) -> {
            if (number == 3) {
                running.saveSessionProgress();
                saved.add(store.lastCommit("s").orElseThrow().index());
            }
        });
        learner.learn("s", SEEDS, "{}");
        assertThat(saved).containsExactly(2L);
    }

    @Test
    void goesOnWithALoadedSessionAsIfItHadNeverStopped() {
        LearningReport undisturbed =
                learner(new InMemorySessionStore(), 1, (number, one) -> {}).learn("s", SEEDS, "{}");
        learner(store, 1, (number, running) -> {
                    if (number == 2) {
                        running.requestStop();
                    }
                })
                .learn("s", SEEDS, "{}");
        EnvironmentLearner learner = learner(1);
        LearningProgress loaded = learner.loadSession("s");
        assertThat(loaded.phase()).isEqualTo("loaded");
        assertThat(loaded.optimizationProgress().wave()).isEqualTo(1);
        assertThat(learner.getSessionSummary().report()).isNull();
        assertThat(learner.getSessionSummary().status()).isEqualTo("running");

        LearningReport report = learner.runAutonomousLearning();
        assertThat(report.rows()).isEqualTo(undisturbed.rows());
        SessionSummary summary = learner.getSessionSummary();
        assertThat(summary.status()).isEqualTo("rounds");
        assertThat(summary.report()).isEqualTo(report);
        assertThat(summary.rollouts()).isEqualTo(report.rollouts());
        assertThat(learner(1).loadSession("s").phase()).isEqualTo("done");
    }

    @Test
    void namesSessionsByItselfAndAsksForOneWhereThereIsNone() {
        EnvironmentLearner learner = learner(1);
        assertThatThrownBy(learner::getLearningProgress)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start one (startLearningSession)");
        assertThat(learner.startLearningSession(SEEDS, EnvironmentContext.NONE).sessionId())
                .isEqualTo("session_1");
        assertThat(learner.startLearningSession(SEEDS, EnvironmentContext.NONE).sessionId())
                .isEqualTo("session_2");
        assertThatThrownBy(() -> learner.loadSession("none"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("There is no session (none)");
    }

    private static Set<String> answered(List<Step> steps) {
        Set<String> tools = new HashSet<>();
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Observation seen
                    && !seen.error()
                    && steps.get(i - 1) instanceof Step.Action action) {
                tools.add(action.call().tool());
            }
        }
        return tools;
    }

    private List<String> toolNames() {
        return world.tools().stream().map(ToolSpec::name).toList();
    }

    private static String task(SessionStore.TapeHead tape) {
        return tape.rolloutId().substring(0, tape.rolloutId().lastIndexOf('/'));
    }

    private static double share(List<SessionStore.TapeHead> tapes, Predicate<SessionStore.TapeHead> which) {
        return (double) tapes.stream().filter(which).count() / tapes.size();
    }

    private static void await(Thread thread) {
        try {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Does something at an event, with its number from 1. */
    @FunctionalInterface
    private interface AtEvent {
        void on(int number, EnvironmentLearner learner);
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private EnvironmentLearner learner(int rounds) {
        return learner(store, rounds, (number, one) -> {});
    }

    private EnvironmentLearner learner(SessionStore kept, int rounds, AtEvent event) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig.TrajectoryOptimizerConfig plain = defaults.trajectoryOptimizer();
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 12, WAVES, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                new LearnerConfig.TrajectoryOptimizerConfig(
                        true,
                        8,
                        1,
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
                        plain.shuffleRewards()),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(10, false));
        AtomicInteger number = new AtomicInteger();
        AtomicReference<EnvironmentLearner> self = new AtomicReference<>();
        Consumer<Object> tell = progress -> event.on(number.incrementAndGet(), self.get());
        EnvironmentLearner learner = new EnvironmentLearner(
                world,
                new EmbeddedTrainer(world, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2),
                config,
                kept,
                Clock.systemUTC(),
                tell::accept);
        self.set(learner);
        return learner;
    }
}
