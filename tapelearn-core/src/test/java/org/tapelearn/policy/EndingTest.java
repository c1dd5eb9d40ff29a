package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;

/** A policy that ends its attempts too soon is told so by nothing but the call that ended them. */
class EndingTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    private static final ToolCall FINISH = ToolCall.of("finish");

    private static Rollout run(Agent agent) {
        return new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 1)
                .run(
                        new PolicyVersion("v", agent, Memory.EMPTY),
                        TASK,
                        new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0),
                        Briefing.Mode.DEPLOYED,
                        List.of());
    }

    private static Agent trained(EmbeddedTrainer trainer, Agent agent, PolicyTrainer.Batch batch) {
        Agent later = agent;
        for (int i = 0; i < 20; i++) {
            later = trainer.train(later, batch);
        }
        return later;
    }

    private static ToolCall first(Agent agent) {
        return run(agent).tape().calls().getFirst();
    }

    @Test
    void makesTheCallThatEndedAFailureLessLikely() {
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(WORLD, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0, 1, 0), 1);
        Rollout rollout = run(new Quitter());
        Judged failure = new Judged(TASK, rollout, new Evaluator(0.7, true).evaluate(TASK, rollout));
        assertThat(failure.success()).isFalse();
        Agent hasty = trained(
                trainer,
                trainer.untrained(),
                PolicyTrainer.Batch.imitating(List.of(new PolicyTrainer.Example(failure, 1))));
        PolicyTrainer.Batch ended = new PolicyTrainer.Batch(List.of(), List.of(), List.of(failure), Memory.EMPTY);

        assertThat(first(hasty)).isEqualTo(FINISH);
        assertThat(first(trained(trainer, hasty, ended))).isNotEqualTo(FINISH);
        assertThat(first(trained(new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.DEFAULT, 1), hasty, ended)))
                .isEqualTo(FINISH);
    }

    @Test
    void reachesTheTrainerOfASession() {
        List<Judged> reached = new ArrayList<>();
        LearnerConfig plain = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(1, 4, 1, 1, 20, LearnerConfig.Curriculum.UNIFORM, 1, 0, ""),
                plain.trajectoryOptimizer(),
                plain.memoryWarmer(),
                new LearnerConfig.TaskGeneratorConfig(false, 0, 0, 0, 0, true, 0),
                new LearnerConfig.GateConfig(false, 0.05, 1),
                new LearnerConfig.EvaluationConfig(1, false));
        new EnvironmentLearner(
                        WORLD,
                        new Listening(new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.DEFAULT, 1), reached),
                        config,
                        new InMemorySessionStore(),
                        Clock.systemUTC(),
                        LearningListener.NONE)
                .learn("s", List.of("Fetch and deliver things"), "");

        assertThat(reached).isNotEmpty().allMatch(attempt -> !attempt.success());
    }

    /** Keeps the endings that it is given to train on. */
    private record Listening(PolicyTrainer trainer, List<Judged> reached) implements PolicyTrainer {
        @Override
        public Agent untrained() {
            return trainer.untrained();
        }

        @Override
        public Agent train(Agent policy, Batch batch) {
            reached.addAll(batch.endings());
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

    /** Ends every attempt at once. */
    private record Quitter() implements Agent {
        @Override
        public String name() {
            return "quitter";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            return (tape, admissible) -> FINISH;
        }
    }
}
