package org.tapelearn.examples;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.policy.TeamTrainer;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tool.ToolSpec;

/**
 * Three agents learn to work with tables together: an analyst that has the tools to look and compute, a reporter that answers, and a
 * manager that chooses who acts next. Each is a policy of its own and learns only from its own part.
 */
public final class Team {
    private Team() {}

    /** Takes some minutes; everything is kept in the folder {@code learning_data}. */
    public static void main(String[] args) {
        LearningReport report = learn(Path.of("learning_data"), LearnerConfig.DEFAULT);
        System.out.printf(
                "%s: success %.3f before, %.3f after%n",
                report.stopReason(),
                report.base().successRate(),
                report.learned().successRate());
    }

    static LearningReport learn(Path folder, LearnerConfig config) {
        List<String> seedTasks = List.of(
                "Load and explore a data set to understand its structure",
                "Perform basic statistical analysis on numerical columns",
                "Create visualizations to identify patterns in the data");
        try (Environment environment = DataScienceEnvironment.bundled();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EnvironmentLearner learner = new EnvironmentLearner(
                    environment,
                    trainer(environment, config.environmentLearner().threads()),
                    config,
                    store,
                    Clock.systemUTC(),
                    LearningListener.NONE);
            return learner.learn("team", seedTasks, "{}");
        }
    }

    /** The reporter has the tools that end an attempt, the analyst all others. */
    static TeamTrainer trainer(Environment environment, int threads) {
        EmbeddedTrainer embedded = new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.DEFAULT, threads);
        Map<Boolean, Set<String>> tools = environment.tools().stream()
                .collect(Collectors.partitioningBy(
                        tool -> tool.effect() == ToolSpec.Effect.ENDS,
                        Collectors.mapping(ToolSpec::name, Collectors.toSet())));
        return new TeamTrainer(
                "manager", Map.of("analyst", tools.get(false), "reporter", tools.get(true)), embedded::in);
    }
}
