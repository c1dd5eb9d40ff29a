package org.tapelearn.examples;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.langchain4j.Connection;
import org.tapelearn.langchain4j.Deadlines;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.langchain4j.RobustLlm;
import org.tapelearn.langchain4j.Robustness;
import org.tapelearn.langchain4j.Waiting;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.reflect.ContextTrainer;
import org.tapelearn.llm.Llm;
import org.tapelearn.store.SqliteSessionStore;

/** The quick start with an agent that asks a language model: it learns by what it writes down, and its model stays as it is. */
public final class QuickStartWithModel {
    private QuickStartWithModel() {}

    /** Asks the model that the argument names, such as {@code ollama:qwen3}; keys come from the environment. */
    public static void main(String[] args) {
        Llm model = new RobustLlm(
                Connection.to(ModelSpec.parse(args[0]), System.getenv(), Deadlines.DEFAULT),
                Robustness.DEFAULT,
                Waiting.REAL,
                1);
        LearningReport report = learn(Path.of("learning_data"), LearnerConfig.LANGUAGE_MODEL, model);
        System.out.printf(
                "Learning completed (%s)! Success rate: %.3f, 95 %% interval %s; before: %.3f%n",
                report.stopReason(),
                report.learned().successRate(),
                report.learned().interval(),
                report.base().successRate());
    }

    static LearningReport learn(Path folder, LearnerConfig config, Llm model) {
        List<String> seedTasks = List.of(
                "Load and explore a data set to understand its structure",
                "Perform basic statistical analysis on numerical columns",
                "Create visualizations to identify patterns in the data");
        try (Environment environment = DataScienceEnvironment.bundled();
                SessionStore store = SqliteSessionStore.open(folder)) {
            ContextTrainer trainer = ContextTrainer.of(model, environment.tools());
            EnvironmentLearner learner = new EnvironmentLearner(
                    environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
            return learner.learn("quick-start-with-model", seedTasks, "{}");
        }
    }
}
