package org.tapelearn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Optimization;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** Every code block of the guide runs, as written down in docs/guide.md. */
class GuideTest {
    @TempDir
    Path folder;

    @Test
    void components() {
        try (Environment environment = OwnEnvironment.directory();
                SessionStore store = SqliteSessionStore.open(folder)) {
            assertThat(GuideComponents.environmentLearner(environment, store)
                            .startLearningSession(List.of("Find an office"), EnvironmentContext.NONE)
                            .sessionId())
                    .isEqualTo("session_1");
            SeedTask seed = GuideComponents.seedTaskManager(environment);
            assertThat(seed.category()).isEqualTo(TaskCategory.DATA_ANALYSIS);
            assertThat(seed.difficulty()).isEqualTo(TaskDifficulty.BEGINNER);
            Optimization optimized = GuideComponents.trajectoryOptimizer(environment);
            assertThat(optimized.trajectories()).hasSize(6);
            Task task = GuideComponents.trainingTasks(environment, 1).getFirst();
            assertThat(GuideComponents.memoryOf(GuideComponents.memoryWarmer(environment), optimized, task))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.family()).isEqualTo(task.family()));
            assertThat(GuideComponents.taskGenerator(environment)
                            .getGenerationStatistics()
                            .proposed())
                    .isZero();

            List<Task> recent = GuideComponents.trainingTasks(environment, 3);
            assertThat(GuideAdvanced.performanceBasedAdaptation(
                            GuideComponents.taskGenerator(environment), recent, optimized))
                    .hasSameSizeAs(recent)
                    .extracting(AutonomousTaskGenerator.Adapted::from)
                    .isEqualTo(recent);
        }
    }

    @Test
    void quickStart() {
        LearningReport report = GuideQuickStart.learn(folder, small(3, 2, 6, 4), 1, 0.8);
        assertThat(report.rounds()).isEqualTo(1);
        assertThat(report.metrics().totalTasksAttempted()).isEqualTo(12);
        assertThat(report.uncheckedSeeds())
                .extracting(LearningReport.UncheckedSeed::description)
                .containsExactly("Practice web searching and information extraction");
    }

    @Test
    void customEnvironment() {
        try (Environment environment = GuideCustomEnvironment.environment();
                SessionStore store = SqliteSessionStore.open(folder)) {
            assertThat(new EnvironmentChecker(environment, 4, 3, 6, 1).violations())
                    .isEmpty();
            LearningReport report =
                    learner(environment, store, small(2, 4, 8, 40)).learn("custom", List.of(), "{}");
            assertThat(report.base().successRate()).isLessThan(0.3);
            assertThat(report.learned().successRate()).isGreaterThan(0.8);
        }
    }

    @Test
    void monitoringSessionsDebuggingAndAnExistingAgent() {
        try (Environment environment = OwnEnvironment.directory();
                SessionStore store = SqliteSessionStore.open(folder)) {
            LearnerConfig config = small(2, 4, 6, 40);
            EnvironmentLearner learner = learner(environment, store, config);
            LearningReport report = learner.learn("first", List.of(), "{}");
            assertThat(GuideMonitoring.learningMetrics(learner))
                    .contains("Tools discovered: [answer, office, phone]")
                    .contains("Success rate: " + report.metrics().successRate());
            assertThat(GuideMonitoring.debugging(learner)).hasSize(3);
            assertThat(GuideMonitoring.sessionManagement(learner(environment, store, config), "first")
                            .report())
                    .isEqualTo(report);

            LearningReport second = GuideExistingAgent.learn(environment, store, config, "first", "second");
            assertThat(second.base().successRate()).isEqualTo(report.learned().successRate());
        }
    }

    @Test
    void detailedLogging() {
        Logger logger = Logger.getLogger("org.tapelearn.learn");
        Handler[] before = logger.getHandlers();
        GuideMonitoring.enableDetailedLogging();
        assertThat(System.getLogger("org.tapelearn.learn").isLoggable(System.Logger.Level.DEBUG))
                .isTrue();
        assertThat(logger.getHandlers()).hasSize(before.length + 1);
        for (Handler handler : logger.getHandlers()) {
            logger.removeHandler(handler);
        }
        logger.setLevel(Level.INFO);
    }

    @Test
    void exampleEnvironments() {
        try (Environment environment = DataScienceEnvironment.bundled()) {
            SeedTaskManager seeds = new SeedTaskManager(environment);
            seeds.setEnvironmentContext(GuideEnvironments.DATA_SCIENCE_CONTEXT);
            assertThat(seeds.addMultipleSeedTasks(GuideEnvironments.DATA_SCIENCE_TASKS))
                    .allMatch(SeedTask::checkable);
            assertThat(seeds.analyzeEnvironmentFromTasks().missingTools()).contains("pandas_reader");
            assertThat(seeds.analyzeEnvironmentFromTasks().tools()).containsKey("statistic");
            assertThat(GuideEnvironments.WEB_AUTOMATION_TASKS).hasSize(6);
            assertThat(GuideEnvironments.WEB_CONTEXT.capabilities()).hasSize(4);
        }
    }

    @Test
    void progressiveTasksAndToolExploration() {
        try (Environment environment = DataScienceEnvironment.bundled()) {
            AutonomousTaskGenerator generator = GuideComponents.taskGenerator(environment);
            Task base = GuideComponents.trainingTasks(environment, 1).getFirst();
            List<Task> rungs = GuideAdvanced.progressiveLearning(generator, base);
            assertThat(rungs).isNotEmpty().extracting(Task::size).isSorted().allMatch(size -> size > base.size());
            assertThat(new CheckerTrial(environment, 2).fault(rungs.getLast())).isEmpty();

            List<Task> trials = GuideAdvanced.toolSpecificExploration(generator);
            assertThat(trials)
                    .extracting(Task::description)
                    .contains("Call the tool filter_rows so that it answers.")
                    .contains("Call the tool filter_rows with table no such thing, and see how it refuses.")
                    .hasSizeGreaterThan(4);
        }
    }

    @Test
    void thePageNamesOnlyWhatThereIs() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        String page = Files.readString(root.resolve("docs/guide.md"));
        Matcher links = Pattern.compile("\\]\\((\\.\\./[^)]+\\.java)\\)").matcher(page);
        int found = 0;
        while (links.find()) {
            found++;
            assertThat(root.resolve("docs").resolve(links.group(1)).normalize()).exists();
        }
        assertThat(found).isGreaterThan(7);
    }

    private static EnvironmentLearner learner(Environment environment, SessionStore store, LearnerConfig config) {
        return new EnvironmentLearner(
                environment,
                new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.DEFAULT, 2),
                config,
                store,
                Clock.systemUTC(),
                LearningListener.NONE);
    }

    private static LearnerConfig small(int rounds, int waves, int tasks, int testTasks) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        return new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, tasks, waves, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 60),
                new LearnerConfig.EvaluationConfig(testTasks, false));
    }
}
