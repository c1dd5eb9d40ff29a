package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;

/** A session learns once more from answers alone where that is asked for, and reports both. */
class AnswerOnlyArmTest {
    private static final String CONFIGURATION =
            "{\"trajectory_optimizer\":{\"partial_credit\":true,\"epsilon\":0.1},\"evaluation\":{\"answer_only_arm\":true}}";
    private final InMemorySessionStore store = new InMemorySessionStore();

    @Test
    void changesNothingElseInTheReport() {
        LearningReport alone = learn(new InMemorySessionStore(), false, LearningListener.NONE);
        LearningReport compared = learn(store, true, LearningListener.NONE);
        assertThat(compared.rows().get("unseen_data_sets"))
                .isEqualTo(alone.rows().get("unseen_data_sets"));
        assertThat(compared.rollouts()).isEqualTo(alone.rollouts());
        assertThat(alone.rows()).doesNotContainKey("answer_only");
        assertThat(compared.rows()).containsKey("answer_only");
        assertThat(compared.notes()).hasSize(alone.notes().size() + 1);
    }

    @Test
    void learnsWithoutPartialCreditInASessionOfItsOwn() {
        learn(store, true, LearningListener.NONE);
        assertThat(store.sessions()).extracting(SessionRecord::id).containsExactly("s-answer-only", "s");
        assertThat(partial("s")).isPositive();
        assertThat(partial("s-answer-only")).isZero();
        assertThat(store.find("s-answer-only").orElseThrow().configuration())
                .isEqualTo(CONFIGURATION.replace("true", "false"));
    }

    @Test
    void learnsWhatASessionWithoutPartialCreditLearns() {
        LearningReport compared = learn(store, true, LearningListener.NONE);
        LearningReport alone = learner(new InMemorySessionStore(), false, false, LearningListener.NONE)
                .learn("s", List.of(), CONFIGURATION);
        assertThat(compared.rows().get("answer_only")).isEqualTo(alone.rows().get("unseen_data_sets"));
    }

    @Test
    void isStoppedAndResumedWithItsSession() {
        EnvironmentLearner[] learner = new EnvironmentLearner[1];
        learner[0] = learner(store, true, progress -> {
            if (progress.session().equals("s-answer-only")) {
                learner[0].requestStop();
            }
        });
        LearningReport stopped = learner[0].learn("s", List.of(), CONFIGURATION);
        assertThat(stopped.rows()).containsKey("unseen_data_sets").doesNotContainKey("answer_only");
        assertThat(stopped.notes()).anyMatch(note -> note.contains("answer_only is still to come"));
        assertThat(store.sessions()).extracting(SessionRecord::status).containsOnly("running");

        LearningReport whole = learner(store, true, LearningListener.NONE).resume("s");
        LearningReport undisturbed = learn(new InMemorySessionStore(), true, LearningListener.NONE);
        assertThat(whole.rows()).isEqualTo(undisturbed.rows());
        assertThat(whole.notes()).isEqualTo(undisturbed.notes());
        assertThat(store.sessions()).extracting(SessionRecord::status).containsOnly("rounds");
    }

    private long partial(String session) {
        return store.tapes(session, new SessionStore.TapeQuery("explore", "partial", "", Integer.MAX_VALUE))
                .size();
    }

    private static LearningReport learn(SessionStore store, boolean withArm, LearningListener listener) {
        return learner(store, withArm, listener).learn("s", List.of(), CONFIGURATION);
    }

    private static EnvironmentLearner learner(SessionStore store, boolean withArm, LearningListener listener) {
        return learner(store, withArm, true, listener);
    }

    private static EnvironmentLearner learner(
            SessionStore store, boolean withArm, boolean partialCredit, LearningListener listener) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig.TrajectoryOptimizerConfig plain = defaults.trajectoryOptimizer();
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        2, 12, 2, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                new LearnerConfig.TrajectoryOptimizerConfig(
                        plain.exploration(),
                        plain.trajectoriesPerRound(),
                        plain.maxExplorationRounds(),
                        plain.successThreshold(),
                        plain.learningRate(),
                        plain.contrastiveLearning(),
                        plain.failureAnalysis(),
                        plain.cloning(),
                        partialCredit,
                        plain.pairMargin(),
                        plain.beta(),
                        plain.preferenceWeight(),
                        plain.temperature(),
                        plain.warming(),
                        plain.epsilon(),
                        plain.shuffleRewards()),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 20),
                new LearnerConfig.EvaluationConfig(20, withArm));
        TextWorldEnvironment environment = new TextWorldEnvironment(true);
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2);
        return new EnvironmentLearner(environment, trainer, config, store, Clock.systemUTC(), listener);
    }
}
