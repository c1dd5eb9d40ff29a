package org.tapelearn.cli;

import java.time.Clock;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.policy.WordOverlapTrainer;

/** Puts the learner together with the policy that the settings name. */
final class Learners {
    private Learners() {}

    static EnvironmentLearner of(
            Settings settings, Environment environment, SessionStore store, Clock clock, LearningListener listener) {
        PolicyTrainer trainer = settings.policy().equals("word-overlap")
                ? new WordOverlapTrainer()
                : embedded(settings.learner(), environment);
        return new EnvironmentLearner(environment, trainer, settings.learner(), store, clock, listener);
    }

    private static EmbeddedTrainer embedded(LearnerConfig config, Environment environment) {
        LearnerConfig.TrajectoryOptimizerConfig training = config.trajectoryOptimizer();
        return new EmbeddedTrainer(
                environment,
                new EmbeddedTrainer.Settings(
                        training.learningRate(),
                        training.temperature(),
                        training.epsilon(),
                        training.beta(),
                        training.preferenceWeight()),
                config.environmentLearner().threads());
    }
}
