package org.tapelearn.agent;

import java.util.List;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;

/** What an agent does at its turn: steps of its own (thoughts, control), and then a call, or the end. */
public sealed interface Turn {
    /** The agent's own steps, in order; they go on the tape before the call. */
    List<Step> before();

    /** A call for the environment to execute; an action without an agent's name is the attempting agent's. */
    record Act(List<Step> before, Step.Action action) implements Turn {
        public Act {
            before = List.copyOf(before);
        }
    }

    /**
     * The end, without a call.
     *
     * @param detail what happened, for people; may be empty
     */
    record Stop(List<Step> before, Status status, String detail) implements Turn {
        public Stop {
            before = List.copyOf(before);
        }
    }

    /** A call and nothing else, by an agent that has no nodes. */
    static Turn of(ToolCall call) {
        return new Act(List.of(), new Step.Action(new StepMetadata("", "", "act"), call));
    }
}
