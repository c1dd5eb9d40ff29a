package org.tapelearn.examples;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.store.SqliteSessionStore;

/** The guide's Quick Start: a session is started, and learns by itself. */
public final class GuideQuickStart {
    private GuideQuickStart() {}

    /** Takes some minutes; everything is kept in the folder {@code learning_data}. */
    public static void main(String[] args) {
        LearningReport results = learn(Path.of("learning_data"), LearnerConfig.DEFAULT, 5, 0.8);
        System.out.printf(
                "Learning completed! Success rate: %.3f%n", results.learned().successRate());
        results.uncheckedSeeds().forEach(seed -> System.out.println(seed.description() + ": " + seed.whatToAdd()));
    }

    static LearningReport learn(Path folder, LearnerConfig config, int maxRounds, double convergenceThreshold) {
        List<String> seedTasks = List.of(
                "Explore available data sources and understand their structure",
                "Learn to use file reading tools to process documents",
                "Practice web searching and information extraction",
                "Develop data analysis and visualization skills");
        EnvironmentContext environmentContext = EnvironmentContext.of(
                List.of("file_reader", "web_search", "data_analyzer"),
                List.of("local_files", "web_content", "databases"));
        try (Environment environment = DataScienceEnvironment.bundled();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EmbeddedTrainer agent =
                    new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.of(config.trajectoryOptimizer()), 2);
            EnvironmentLearner learner =
                    new EnvironmentLearner(environment, agent, config, store, Clock.systemUTC(), LearningListener.NONE);
            learner.startLearningSession(seedTasks, environmentContext);
            return learner.runAutonomousLearning(maxRounds, convergenceThreshold);
        }
    }
}
