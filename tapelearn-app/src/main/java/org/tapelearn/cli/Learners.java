package org.tapelearn.cli;

import java.time.Clock;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.environment.Environment;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Recall;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.policy.FixedTrainer;
import org.tapelearn.policy.RandomPolicy;
import org.tapelearn.policy.WordMeanings;
import org.tapelearn.policy.WordOverlapPolicy;
import org.tapelearn.retrieval.MiniLmMeanings;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Runner;

/** Puts the learner together with the policy that the settings name. */
final class Learners {
    private Learners() {}

    /** The language model, loaded when it is first needed, once for the process. */
    private static final class Meanings {
        static final WordMeanings LOADED = MiniLmMeanings.load();
    }

    static EnvironmentLearner of(
            Settings settings, Environment environment, SessionStore store, Clock clock, LearningListener listener) {
        return new EnvironmentLearner(
                environment, trainer(settings, environment), settings.learner(), store, clock, listener);
    }

    /** The recorded attempts of a session, with whatever made them. */
    static SessionTapes tapes(
            Settings settings, Environment environment, SessionStore store, SessionRecord session, Clock clock) {
        LearnerConfig config = settings.learner();
        return new SessionTapes(
                store,
                session,
                environment,
                trainer(settings, environment),
                new Runner(environment, Recall.NOTHING, Limits.DEFAULT, config.seed()),
                new Evaluator(config.trajectoryOptimizer().successThreshold(), true),
                clock);
    }

    private static PolicyTrainer trainer(Settings settings, Environment environment) {
        return switch (settings.policy()) {
            case "word-overlap" -> new FixedTrainer(new WordOverlapPolicy());
            case "random" -> new FixedTrainer(new RandomPolicy());
            default -> embedded(settings, environment);
        };
    }

    private static EmbeddedTrainer embedded(Settings settings, Environment environment) {
        LearnerConfig config = settings.learner();
        LearnerConfig.TrajectoryOptimizerConfig training = config.trajectoryOptimizer();
        return new EmbeddedTrainer(
                environment,
                new EmbeddedTrainer.Settings(
                        training.learningRate(),
                        training.temperature(),
                        training.warming(),
                        training.epsilon(),
                        training.beta(),
                        training.preferenceWeight(),
                        training.alternatives()),
                settings.wordVectors() ? Meanings.LOADED : WordMeanings.NONE,
                config.environmentLearner().threads());
    }
}
