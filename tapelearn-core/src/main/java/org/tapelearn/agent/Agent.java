package org.tapelearn.agent;

import java.util.List;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/** Decides what to do next. An agent is a value: acting never changes it, so many attempts may share one. */
public interface Agent {
    String name();

    /** Starts an attempt. All randomness of the attempt comes from the briefing's seed. */
    Attempt begin(Briefing briefing);

    /** One attempt's working state; used by one thread. */
    interface Attempt {
        /**
         * Chooses the next call.
         *
         * @param tape the attempt so far; it has grown by whole turns since the last call
         * @param admissible the calls that the environment lists as sensible now, never empty
         */
        ToolCall act(Tape tape, List<ToolCall> admissible);

        /** As {@link #act}, for agents that also write steps of their own, or stop without a call. */
        default Turn turn(Tape tape, List<ToolCall> admissible) {
            return Turn.of(act(tape, admissible));
        }
    }
}
