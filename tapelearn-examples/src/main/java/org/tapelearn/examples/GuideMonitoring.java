package org.tapelearn.examples;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearningProgress;
import org.tapelearn.learn.SessionSummary;
import org.tapelearn.learn.generate.GenerationStatistics;
import org.tapelearn.learn.warm.MemoryStatistics;
import org.tapelearn.metrics.LearningMetrics;

/** The guide's monitoring, session management and debugging. */
final class GuideMonitoring {
    /** Kept, since the platform forgets loggers that nobody holds. */
    private static final Logger LEARNING = Logger.getLogger("org.tapelearn.learn");

    private GuideMonitoring() {}

    static List<String> learningMetrics(EnvironmentLearner learner) {
        LearningProgress progress = learner.getLearningProgress();
        LearningMetrics metrics = progress.currentMetrics();
        return List.of(
                "Success rate: " + metrics.successRate(),
                "Average reward: " + metrics.averageReward(),
                "Tools discovered: " + metrics.toolsDiscovered(),
                "Patterns learned: " + metrics.patternsLearned());
    }

    static SessionSummary sessionManagement(EnvironmentLearner learner, String session) {
        learner.loadSession(session);
        learner.saveSessionProgress();
        return learner.getSessionSummary();
    }

    /** The learner speaks to the platform's logger; where a program has another one, that one's bridge is to be set up. */
    static void enableDetailedLogging() {
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.FINE);
        LEARNING.setLevel(Level.FINE);
        LEARNING.addHandler(console);
    }

    static List<String> debugging(EnvironmentLearner learner) {
        LearningProgress progress = learner.getLearningProgress();
        MemoryStatistics memoryStats = learner.memory().getMemoryStatistics();
        GenerationStatistics taskStats = learner.taskGenerator().getGenerationStatistics();
        return List.of(
                "Learning state: " + progress.optimizationProgress(),
                "Memory statistics: " + memoryStats,
                "Task generation: " + taskStats);
    }
}
