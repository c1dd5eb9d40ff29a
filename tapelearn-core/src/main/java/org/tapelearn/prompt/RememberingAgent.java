package org.tapelearn.prompt;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Turn;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/**
 * Somebody's own agent, which reads what is recalled for a task below the task's words. The agent itself stays as it is and knows
 * nothing of memory; its tapes hold the task's words alone.
 */
public record RememberingAgent(Agent agent, Templates templates) implements Agent {
    @Override
    public String name() {
        return agent.name();
    }

    @Override
    public Attempt begin(Briefing briefing) {
        if (briefing.recalled().isEmpty()) {
            return agent.begin(briefing);
        }
        Task task = briefing.task();
        String noted = task.words() + "\n\n" + Notes.text(briefing.recalled(), templates, briefing.seed());
        Briefing shown = new Briefing(
                task.withDescription(noted),
                briefing.tools(),
                List.of(),
                briefing.mode(),
                briefing.failed(),
                briefing.trails(),
                briefing.seed());
        return new Noted(agent.begin(shown), task.words(), noted);
    }

    /** Shows each tape with the notes below the task's words. */
    private record Noted(Attempt attempt, String task, String noted) implements Attempt {
        @Override
        public ToolCall act(Tape tape, List<ToolCall> admissible) {
            return attempt.act(shown(tape), admissible);
        }

        @Override
        public Turn turn(Tape tape, List<ToolCall> admissible) {
            return attempt.turn(shown(tape), admissible);
        }

        private Tape shown(Tape tape) {
            List<Step> steps = new ArrayList<>(tape.steps());
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i) instanceof Step.User user && user.content().equals(task)) {
                    steps.set(i, new Step.User(user.metadata(), noted));
                    break;
                }
            }
            return new Tape(tape.metadata(), tape.context(), steps);
        }
    }
}
