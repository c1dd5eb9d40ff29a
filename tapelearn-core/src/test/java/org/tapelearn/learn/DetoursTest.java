package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapelearn.learn.Rooms.go;
import static org.tapelearn.learn.Rooms.take;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.run.Limits;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/** An expert who knows where things are teaches to look for them only with a search put into his ways. */
class DetoursTest {
    private static final Rooms HOUSE = new Rooms();
    private static final List<Task> TASKS =
            List.of(take("cup", "kitchen"), take("ring", "kitchen"), take("old key", "kitchen"));

    private static List<List<ToolCall>> detours(Task task, List<ToolCall> way) {
        return new Detours(HOUSE, task, 1, way, new SplittableRandom(1)).find();
    }

    private static List<ToolCall> way(Task task) {
        return List.of(go("kitchen"), take(task.group()));
    }

    @Test
    void lookElsewhereFirstAndThenGoOn() {
        Task cup = TASKS.getFirst();
        List<ToolCall> detour = detours(cup, way(cup)).getFirst();
        assertThat(detour).hasSizeGreaterThan(2).endsWith(go("kitchen"), take("cup"));
        assertThat(detour.subList(0, detour.size() - 2))
                .doesNotHaveDuplicates()
                .allMatch(call -> call.tool().equals("go"))
                .doesNotContain(go("kitchen"));
    }

    @Test
    void lookInThePlaceElsewhereAndElsewhereWithTheWayBack() {
        Task hidden = take("cup", "jug");
        List<List<ToolCall>> detours = detours(hidden, List.of(go("kitchen"), Rooms.lift("jug"), take("cup")));
        assertThat(detours)
                .hasSize(3)
                .allMatch(detour -> detour.subList(detour.size() - 2, detour.size())
                        .equals(List.of(Rooms.lift("jug"), take("cup"))));
        assertThat(detours.get(0)).startsWith(go("kitchen"), Rooms.lift("pot"));
        assertThat(detours.get(1).getFirst()).isNotEqualTo(go("kitchen"));
        assertThat(detours.get(1)).containsOnlyOnce(go("kitchen"));
        assertThat(detours.get(2).getFirst()).isEqualTo(go("kitchen"));
        assertThat(detours.get(2).get(detours.get(2).size() - 3)).isEqualTo(go("kitchen"));
        assertThat(detours.get(2)).hasSizeGreaterThan(4);
    }

    @Test
    void areNotMadeWhereTheTaskNamesThePlace() {
        Task told = Rooms.task("cup", "kitchen", "Take the cup, which is in the kitchen.");
        assertThat(detours(told, way(told))).isEmpty();
    }

    @Test
    void areNotMadeWhereOtherCallsFindNothing() {
        Task hidden = take("cup", "rug");
        assertThat(detours(hidden, List.of(Rooms.lift("rug"), take("cup")))).isEmpty();
    }

    @Test
    void areNotMadeWhereTheThingIsInSightOrNotNamed() {
        Task near = take("rug", "hall");
        assertThat(detours(near, List.of(take("rug")))).isEmpty();
        Task silent = Rooms.task("cup", "kitchen", "Take what you like best.");
        assertThat(detours(silent, way(silent))).isEmpty();
    }

    @Test
    void teachToLookForWhatIsNotWhereItAlwaysWas() {
        Task lamp = take("lamp", "attic");
        assertThat(learned(false).calls(lamp)).doesNotContain(take("lamp"));
        assertThat(learned(true).calls(lamp)).endsWith(take("lamp"));
        assertThat(learned(true).calls(TASKS.getFirst())).endsWith(take("cup"));
    }

    private record Learned(Agent agent) {
        List<ToolCall> calls(Task task) {
            return new Runner(HOUSE, Recall.NOTHING, Limits.DEFAULT, 1)
                    .run(
                            new PolicyVersion("v", agent, Memory.EMPTY),
                            task,
                            new RolloutKey(RolloutKey.Phase.TEST_LEARNED, 0, 0, task.id(), 0),
                            Briefing.Mode.DEPLOYED,
                            List.of())
                    .tape()
                    .calls();
        }
    }

    private static Learned learned(boolean withDetours) {
        TrajectoryOptimizer optimizer = TrajectoryOptimizer.of(HOUSE, 1, 1, 1);
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        for (Task task : TASKS) {
            optimizer.expert(task, way(task), 0).ifPresent(examples::add);
            if (withDetours) {
                detours(task, way(task))
                        .forEach(detour -> optimizer.expert(task, detour, 1).ifPresent(examples::add));
            }
        }
        EmbeddedTrainer trainer = new EmbeddedTrainer(HOUSE, EmbeddedTrainer.Settings.DEFAULT, 1);
        Agent agent = trainer.untrained();
        for (int pass = 0; pass < 10; pass++) {
            agent = trainer.train(agent, PolicyTrainer.Batch.imitating(examples));
        }
        return new Learned(trainer.load(trainer.save(agent)));
    }
}
