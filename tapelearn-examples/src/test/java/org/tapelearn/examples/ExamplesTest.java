package org.tapelearn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;

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
    void learnsInATeam() {
        LearningReport report = Team.learn(folder, small(1, 6, 36, 30));

        assertThat(report.base().successRate()).isLessThan(0.05);
        assertThat(report.learned().successRate()).isGreaterThan(0.05);
        assertThat(stepsPerAgent("explore")).containsKeys("manager", "manager/analyst", "manager/reporter");
    }

    @Test
    void theOwnEnvironmentKeepsTheRules() {
        try (Environment environment = OwnEnvironment.directory()) {
            assertThat(new EnvironmentChecker(environment, 4, 3, 6, 1).violations())
                    .isEmpty();
        }
    }

    /** How many steps of some attempts bear each agent's name. */
    private Map<String, Integer> stepsPerAgent(String phase) {
        Map<String, Integer> steps = new TreeMap<>();
        try (SessionStore store = SqliteSessionStore.open(folder)) {
            Set<String> ids = store.tapes("team", new SessionStore.TapeQuery(phase, "success", "", 20)).stream()
                    .map(SessionStore.TapeHead::rolloutId)
                    .collect(Collectors.toSet());
            store.rollouts("team", ids).stream()
                    .flatMap(attempt -> attempt.rollout().tape().steps().stream())
                    .forEach(step -> steps.merge(step.metadata().agent(), 1, Integer::sum));
        }
        return steps;
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
