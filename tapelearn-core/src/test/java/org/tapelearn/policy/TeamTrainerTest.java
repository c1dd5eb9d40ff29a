package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;

class TeamTrainerTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    private static final Map<String, Set<String>> WORKERS = Map.of(
            "walker", Set.of("look", "go", "open", "unlock", "read"),
            "hand", Set.of("take", "drop", "put", "cook", "finish"));

    private final EmbeddedTrainer embedded = new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.DEFAULT, 1);
    private final TeamTrainer trainer = new TeamTrainer("boss", WORKERS, embedded::in);

    private static Rollout run(Agent agent, Briefing.Mode mode, int attempt) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), attempt);
        return new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 1)
                .run(new PolicyVersion("v", agent, Memory.EMPTY), TASK, key, mode, List.of());
    }

    /** The first success of exploring, as an example. */
    private Judged success() {
        Agent untrained = trainer.untrained();
        for (int attempt = 0; attempt < 2_000; attempt++) {
            Rollout rollout = run(untrained, Briefing.Mode.EXPLORE, attempt);
            Judged judged = new Judged(TASK, rollout, new Evaluator(0.7, true).evaluate(TASK, rollout));
            if (judged.success()) {
                return judged;
            }
        }
        throw new AssertionError("Exploring found no success.");
    }

    private Agent trained(Judged example) {
        Agent agent = trainer.untrained();
        for (int i = 0; i < 30; i++) {
            agent = trainer.train(agent, PolicyTrainer.Batch.imitating(List.of(new PolicyTrainer.Example(example, 1))));
        }
        return agent;
    }

    @Test
    void letsEachMemberLearnItsPartOfASuccess() {
        Judged example = success();
        Rollout again = run(trained(example), Briefing.Mode.DEPLOYED, 0);

        assertThat(run(trainer.untrained(), Briefing.Mode.DEPLOYED, 0).tape().calls())
                .isNotEqualTo(example.rollout().tape().calls());
        assertThat(new Evaluator(0.7, true).evaluate(TASK, again))
                .isEqualTo(new Evaluator(0.7, true).evaluate(TASK, example.rollout()));
        assertThat(again.tape().actions()).allSatisfy(action -> {
            String worker = action.metadata().agent().substring("boss/".length());
            assertThat(WORKERS.get(worker)).contains(action.call().tool());
        });
        assertThat(again.tape().steps())
                .filteredOn(Step.Call.class::isInstance)
                .hasSize(again.tape().calls().size())
                .allSatisfy(step -> assertThat(step.metadata().agent()).isEqualTo("boss"));
    }

    @Test
    void teachesNobodyFromTheStepsOfOthers() {
        Judged example = success();
        Agent strangers = trained(renamed(example, "somebody/else"));

        assertThat(run(strangers, Briefing.Mode.DEPLOYED, 0).tape().calls())
                .isEqualTo(run(trainer.untrained(), Briefing.Mode.DEPLOYED, 0)
                        .tape()
                        .calls());
    }

    private static Judged renamed(Judged example, String agent) {
        Rollout rollout = example.rollout();
        List<Step> steps = new ArrayList<>();
        for (Step step : rollout.tape().steps()) {
            steps.add(
                    step instanceof Step.Action action
                            ? new Step.Action(new StepMetadata(action.metadata().id(), agent, "act"), action.call())
                            : step);
        }
        Tape tape = new Tape(rollout.tape().metadata(), steps);
        return new Judged(
                example.task(),
                new Rollout(rollout.key(), "v", tape, rollout.end(), rollout.findings(), rollout.recalled()),
                example.evaluation());
    }

    @Test
    void readsBackTheTeamThatItSaved() {
        Agent agent = trained(success());
        Agent read = trainer.load(trainer.save(agent));

        assertThat(trainer.save(read)).isEqualTo(trainer.save(agent));
        assertThat(run(read, Briefing.Mode.DEPLOYED, 0)).isEqualTo(run(agent, Briefing.Mode.DEPLOYED, 0));
    }

    @Test
    void refusesATeamOfOne() {
        assertThatThrownBy(() -> new TeamTrainer("boss", Map.of("hand", Set.of("take")), embedded::in))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two workers");
        assertThatThrownBy(() -> trainer.load(new byte[] {0})).hasMessageContaining("ends before member (boss)");
    }
}
