package org.tapelearn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningReport;

class ExamplesTest {
    @TempDir
    Path folder;

    @Test
    void learnsTheDataScienceEnvironment() {
        LearningReport report = QuickStart.learn(folder, small(1, 6, 36, 30));

        assertThat(report.base().successRate()).isLessThan(0.05);
        assertThat(report.learned().successRate()).isGreaterThan(0.05);
        assertThat(folder.resolve("tapelearn.db")).isNotEmptyFile();
    }

    @Test
    void learnsAnEnvironmentOfOnesOwn() {
        LearningReport report = OwnEnvironment.learn(folder, small(2, 4, 6, 40));

        assertThat(report.base().successRate()).isLessThan(0.2);
        assertThat(report.learned().successRate()).isGreaterThan(0.9);
    }

    @Test
    void theOwnEnvironmentKeepsTheRules() {
        try (Environment environment = OwnEnvironment.directory()) {
            assertThat(new EnvironmentChecker(environment, 4, 3, 6, 1).violations())
                    .isEmpty();
        }
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
                new LearnerConfig.GateConfig(true, 0.05, 100),
                new LearnerConfig.EvaluationConfig(testTasks, false));
    }
}
