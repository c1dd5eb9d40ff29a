package org.tapelearn.examples;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.retrieval.MiniLmMeanings;
import org.tapelearn.store.SqliteSessionStore;

/** Learns to work with tables from a few tasks in words, and prints what the learned agent is worth on tasks never seen. */
public final class QuickStart {
    private QuickStart() {}

    /** Takes some four minutes on two cores; everything is kept in the folder {@code learning_data}. */
    public static void main(String[] args) {
        LearningReport report = learn(Path.of("learning_data"), LearnerConfig.DEFAULT);
        System.out.printf(
                "Learning completed (%s)! Success rate: %.3f, 95 %% interval %s; before: %.3f%n",
                report.stopReason(),
                report.learned().successRate(),
                report.learned().interval(),
                report.base().successRate());
    }

    static LearningReport learn(Path folder, LearnerConfig config) {
        List<String> seedTasks = List.of(
                "Load and explore a data set to understand its structure",
                "Perform basic statistical analysis on numerical columns",
                "Create visualizations to identify patterns in the data");
        int threads = config.environmentLearner().threads();
        try (Environment environment = DataScienceEnvironment.bundled();
                MiniLmMeanings meanings = MiniLmMeanings.load();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EmbeddedTrainer trainer =
                    new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.DEFAULT, meanings, threads);
            EnvironmentLearner learner = new EnvironmentLearner(
                    environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
            return learner.learn("quick-start", seedTasks, "{}");
        }
    }
}
