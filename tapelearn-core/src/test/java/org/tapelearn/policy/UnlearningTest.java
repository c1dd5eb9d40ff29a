package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;

/** A desk on which drawing is right, and an agent that was taught to add. */
class UnlearningTest {
    private static final CustomEnvironment<List<String>> WORLD = CustomEnvironment.<List<String>>of(
                    "desk", ArrayList::new)
            .answer("add", "Adds.", "to", desk -> List.of("paper"), (desk, to) -> desk.add("add"))
            .answer("draw", "Draws.", "to", desk -> List.of("paper"), (desk, to) -> desk.add("draw"))
            .tasks(
                    "new",
                    1,
                    (split, wording, number) ->
                            new CustomEnvironment.Question<>("fill the paper", desk -> desk.contains("draw")));
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, WORLD.families().getFirst().groups(Split.TRAIN).getFirst(), Wording.KNOWN, 0)
            .orElseThrow();

    @Test
    void turnsAwayFromTheCallThatEndedInFailure() {
        assertThat(choice(0.3, 0)).isEqualTo("add");
        assertThat(choice(0.3, 40)).isEqualTo("draw");
    }

    @Test
    void keepsToItWithoutThat() {
        assertThat(choice(0, 40)).isEqualTo("add");
    }

    /** What the agent does after it was taught to add, and after so many failures of that. */
    private static String choice(double weight, int failures) {
        EmbeddedTrainer trainer = new EmbeddedTrainer(
                WORLD, new EmbeddedTrainer.Settings(0.1, 1, 0, 0.05, weight, 0.1, 0), 1);
        Agent policy = trainer.untrained();
        Judged adding = attempt(policy);
        assertThat(adding.success()).isFalse();
        policy = trainer.train(
                policy,
                PolicyTrainer.Batch.imitating(Collections.nCopies(5, new PolicyTrainer.Example(adding, 1))));
        for (int i = 0; i < failures; i++) {
            policy = trainer.train(
                    policy, new PolicyTrainer.Batch(List.of(), List.of(), List.of(adding), Memory.EMPTY));
        }
        return attempt(policy).rollout().tape().calls().getFirst().tool();
    }

    private static Judged attempt(Agent policy) {
        Rollout rollout = new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 1)
                .run(
                        new PolicyVersion("v", policy, Memory.EMPTY),
                        TASK,
                        new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0),
                        Briefing.Mode.DEPLOYED,
                        List.of());
        return new Judged(TASK, rollout, new Evaluator(0.7, true).evaluate(TASK, rollout));
    }
}
