package org.tapelearn.examples;

import java.util.List;
import java.util.Map;
import org.tapelearn.learn.contrast.Optimization;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.metrics.LearningMetrics;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.task.Task;

/** The guide's advanced features, all of the task generator. */
final class GuideAdvanced {
    private GuideAdvanced() {}

    static List<Task> progressiveLearning(AutonomousTaskGenerator taskGenerator, Task baseTask) {
        return taskGenerator.generateProgressiveTasks(baseTask, 5);
    }

    static List<Task> toolSpecificExploration(AutonomousTaskGenerator taskGenerator) {
        return taskGenerator.generateExplorationTasksForTools(List.of("filter_rows", "sql"), List.of("filter_rows"));
    }

    static List<AutonomousTaskGenerator.Adapted> performanceBasedAdaptation(
            AutonomousTaskGenerator taskGenerator, List<Task> recentTasks, Optimization optimized) {
        Map<String, Share> results = optimized.results();
        return taskGenerator.adaptTasksBasedOnPerformance(recentTasks, LearningMetrics.NONE, results);
    }
}
