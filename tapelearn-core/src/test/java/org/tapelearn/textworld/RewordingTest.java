package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.policy.EmbeddedTrainer;

/** What is imitated is imitated in other words as well, once most of the tasks go well. */
class RewordingTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);

    @Test
    void imitatesTheSameCallsForTheSameQuestionInOtherWords() {
        List<PolicyTrainer.Batch> batches = batches(2);
        assertThat(reworded(batches.getFirst())).isEmpty();
        List<PolicyTrainer.Example> fresh = batches.getLast().examples().stream()
                .filter(example -> !example.attempt().task().wording().startsWith("reworded"))
                .toList();
        assertThat(reworded(batches.getLast())).isNotEmpty().hasSize(2 * fresh.size());
        for (PolicyTrainer.Example original : fresh) {
            assertThat(reworded(batches.getLast()).stream()
                            .filter(example -> example.attempt()
                                            .rollout()
                                            .equals(original.attempt().rollout())
                                    && example.weight() == original.weight()
                                    && example.attempt()
                                            .task()
                                            .criteria()
                                            .equals(original.attempt().task().criteria())))
                    .as(original.attempt().task().id())
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(reworded(batches.getLast()).stream()
                        .map(example -> example.attempt().task().wording())
                        .distinct())
                .hasSizeGreaterThan(2);
    }

    @Test
    void rewordsNothingWhereItIsSwitchedOff() {
        assertThat(batches(0)).noneSatisfy(batch -> assertThat(reworded(batch)).isNotEmpty());
    }

    private static List<PolicyTrainer.Example> reworded(PolicyTrainer.Batch batch) {
        return batch.examples().stream()
                .filter(example -> example.attempt().task().wording().startsWith("reworded"))
                .toList();
    }

    private static List<PolicyTrainer.Batch> batches(int rewordings) {
        List<PolicyTrainer.Batch> batches = new ArrayList<>();
        LearnerConfig plain = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        1, 24, 10, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                plain.trajectoryOptimizer(),
                plain.memoryWarmer(),
                new LearnerConfig.TaskGeneratorConfig(false, 0, 0, 0, 0, true, rewordings),
                new LearnerConfig.GateConfig(false, 0.05, 1),
                new LearnerConfig.EvaluationConfig(4, false));
        PolicyTrainer embedded = new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.DEFAULT, 2);
        PolicyTrainer watched = new PolicyTrainer() {
            @Override
            public Agent untrained() {
                return embedded.untrained();
            }

            @Override
            public Agent train(Agent policy, Batch batch) {
                batches.add(batch);
                return embedded.train(policy, batch);
            }

            @Override
            public byte[] save(Agent policy) {
                return embedded.save(policy);
            }

            @Override
            public Agent load(byte[] bytes) {
                return embedded.load(bytes);
            }
        };
        new EnvironmentLearner(
                        WORLD, watched, config, new InMemorySessionStore(), Clock.systemUTC(), LearningListener.NONE)
                .learn("session", List.of("Open containers and fetch things"), "");
        return batches;
    }
}
