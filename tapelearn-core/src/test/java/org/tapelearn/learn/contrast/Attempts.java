package org.tapelearn.learn.contrast;

import java.util.List;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
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

/** Judged attempts at one task, written down as the tools that they called. */
public final class Attempts {
    static final Task TASK = new Task(
            "task",
            "Do it.",
            TaskCategory.EXPLORATION,
            TaskDifficulty.BEGINNER,
            "family",
            "group",
            "plain",
            Split.TRAIN,
            1,
            List.of(),
            new TaskOrigin.Seed("Do it."));

    private Attempts() {}

    /** A tape whose calls are the words of {@code tools}; a word {@code tool/answer} is answered so, others by {@code ok}. */
    static Tape tape(String tools) {
        Tape tape = new Tape(new TapeMetadata("tape", null, "agent", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), TASK.description()));
        for (String word : tools.isEmpty() ? new String[0] : tools.split(" ")) {
            String[] parts = word.split("/");
            tape = Runner.record(
                    tape, "agent", ToolCall.of(parts[0]), Transition.of(parts.length > 1 ? parts[1] : "ok"));
        }
        return tape;
    }

    public static Judged success(String tools) {
        return judged(tools, new Evaluation.Scored(1, true, true));
    }

    static Judged ungrounded(String tools) {
        return judged(tools, new Evaluation.Scored(1, true, false));
    }

    public static Judged failure(String tools) {
        return partial(tools, 0);
    }

    static Judged partial(String tools, double reward) {
        return judged(tools, new Evaluation.Scored(reward, false, false));
    }

    static Judged judged(String tools, Evaluation evaluation) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0);
        return new Judged(
                TASK, new Rollout(key, "v0", tape(tools), new End.Finished(), List.of(), List.of()), evaluation);
    }
}
