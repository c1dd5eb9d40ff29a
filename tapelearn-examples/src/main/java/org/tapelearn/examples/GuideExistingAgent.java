package org.tapelearn.examples;

import java.time.Clock;
import java.util.List;
import org.tapelearn.agent.Agent;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.policy.EmbeddedTrainer;

/** The guide's integration: an agent that is there already is where learning begins, and it stays as it is. */
final class GuideExistingAgent {
    private GuideExistingAgent() {}

    /** Trains as another trainer does, from an agent that can do something already. */
    private record Existing(PolicyTrainer trainer, Agent agent) implements PolicyTrainer {
        @Override
        public Agent untrained() {
            return agent;
        }

        @Override
        public Agent train(Agent policy, Batch batch) {
            return trainer.train(policy, batch);
        }

        @Override
        public byte[] save(Agent policy) {
            return trainer.save(policy);
        }

        @Override
        public Agent load(byte[] bytes) {
            return trainer.load(bytes);
        }
    }

    /** Goes on from what an earlier session of the store learned. */
    static LearningReport learn(
            Environment environment, SessionStore store, LearnerConfig config, String earlier, String session) {
        PolicyTrainer trainer =
                new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.of(config.trajectoryOptimizer()), 2);
        Agent existingAgent = learner(environment, store, config, trainer)
                .learnedAgent(earlier)
                .agent();
        return learner(environment, store, config, new Existing(trainer, existingAgent))
                .learn(session, List.of(), "{}");
    }

    private static EnvironmentLearner learner(
            Environment environment, SessionStore store, LearnerConfig config, PolicyTrainer trainer) {
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
    }
}
