package org.tapelearn.judge;

import java.util.List;
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

/** Attempts to find out somebody's code. */
final class Cases {
    static final String THOUGHT = "I am sure that everything is done.";

    private Cases() {}

    static Task task(String person) {
        return new Task(
                "code-" + person,
                "Find out the code of " + person,
                TaskCategory.EXPLORATION,
                TaskDifficulty.BEGINNER,
                "code",
                "archive",
                "known",
                Split.TRAIN,
                2,
                List.of(),
                new TaskOrigin.Drawn("code", 0));
    }

    /** An attempt that looks where it is told and answers; the drawer's words and the answer may be anything. */
    static Rollout attempt(String person, String shown, String answer) {
        return attempt(
                person,
                List.of(
                        new Step.User(StepMetadata.of("0"), "Find out the code of " + person),
                        seen("1", "an archive"),
                        Step.Thought.reasoning(StepMetadata.of("2"), THOUGHT),
                        new Step.Action(StepMetadata.of("3"), ToolCall.of("open", "drawer", person)),
                        seen("4", shown),
                        new Step.Assistant(StepMetadata.of("5"), THOUGHT),
                        new Step.Action(StepMetadata.of("6"), ToolCall.of("answer", "text", answer)),
                        seen("7", "taken")));
    }

    static Rollout attempt(String person, List<Step> steps) {
        RolloutKey key =
                new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, task(person).id(), 0);
        return new Rollout(
                key,
                "v0",
                new Tape(new TapeMetadata(key.id(), null, "agent", 0), steps),
                new End.Finished(),
                List.of(),
                List.of());
    }

    static Step seen(String id, String text) {
        return new Step.Observation(StepMetadata.of(id), text, false);
    }

    static Step state(String text) {
        return new Step.Observation(new StepMetadata("8", "", Runner.STATE), text, false);
    }
}
