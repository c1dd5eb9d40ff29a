package org.tapelearn.cli;

import java.time.Clock;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;

/** Puts the learner together with the embedded policy. */
final class Learners {
    private Learners() {}

    static EnvironmentLearner of(
            LearnerConfig config, Environment environment, SessionStore store, Clock clock, LearningListener listener) {
        LearnerConfig.TrajectoryOptimizerConfig training = config.trajectoryOptimizer();
        EmbeddedTrainer trainer = new EmbeddedTrainer(
                environment,
                new EmbeddedTrainer.Settings(
                        training.learningRate(),
                        training.temperature(),
                        training.epsilon(),
                        training.beta(),
                        training.preferenceWeight()),
                config.environmentLearner().threads());
        return new EnvironmentLearner(environment, trainer, config, store, clock, listener);
    }
}
