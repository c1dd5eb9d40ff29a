package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Trails;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;

class WordOverlapPolicyTest {
    private static final Task TASK = new Task(
            "t",
            "Take the red apple to the kitchen",
            TaskCategory.TOOL_USAGE,
            TaskDifficulty.BEGINNER,
            "fetch",
            "house",
            "known",
            Split.TRAIN,
            2,
            List.of(),
            new TaskOrigin.Drawn("fetch", 0));
    private static final ToolCall WAIT = ToolCall.of("wait");
    private static final ToolCall LOOK = ToolCall.of("look");
    private static final ToolCall GREEN = ToolCall.of("take", "what", "green apple");
    private static final ToolCall RED = ToolCall.of("take", "what", "red apple");
    private static final ToolCall KITCHEN = ToolCall.of("go", "where", "kitchen");

    @Test
    void takesTheCallThatSharesMostWordsWithTheTask() {
        assertThat(act(Briefing.Mode.DEPLOYED, 1, List.of(), WAIT, KITCHEN, GREEN, RED))
                .isEqualTo(RED);
    }

    @Test
    void countsNoWordTwice() {
        assertThat(act(Briefing.Mode.DEPLOYED, 1, List.of(RED), RED, GREEN, KITCHEN))
                .isEqualTo(KITCHEN);
    }

    @Test
    void takesTheFirstOfEqualsThatItHasNotMadeWhenDeployed() {
        assertThat(act(Briefing.Mode.DEPLOYED, 1, List.of(), WAIT, LOOK)).isEqualTo(WAIT);
        assertThat(act(Briefing.Mode.DEPLOYED, 2, List.of(WAIT), WAIT, LOOK)).isEqualTo(LOOK);
    }

    @Test
    void takesAnyOfEqualsWhenExploring() {
        Set<ToolCall> taken = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            taken.add(act(Briefing.Mode.EXPLORE, seed, List.of(), WAIT, LOOK, GREEN, RED));
            taken.add(act(Briefing.Mode.EXPLORE, seed, List.of(), WAIT, LOOK));
        }
        assertThat(taken).containsExactlyInAnyOrder(WAIT, LOOK, RED);
    }

    @Test
    void isReadBackAsItWasSaved() {
        PolicyTrainer trainer = new FixedTrainer(new WordOverlapPolicy());
        byte[] saved = trainer.save(trainer.untrained());
        assertThat(saved).isNotEmpty();
        assertThat(trainer.save(trainer.load(saved))).isEqualTo(saved);
    }

    private static ToolCall act(Briefing.Mode mode, long seed, List<ToolCall> made, ToolCall... admissible) {
        Tape tape = new Tape(new TapeMetadata("t", null, "test", 0), List.of());
        for (ToolCall call : made) {
            tape = tape.append(new Step.Action(StepMetadata.of("1"), call))
                    .append(new Step.Observation(StepMetadata.of("2"), "done", false));
        }
        Agent policy = new WordOverlapPolicy();
        return policy.begin(new Briefing(TASK, List.of(), List.of(), mode, List.of(), Trails.NONE, seed))
                .act(tape, List.of(admissible));
    }
}
