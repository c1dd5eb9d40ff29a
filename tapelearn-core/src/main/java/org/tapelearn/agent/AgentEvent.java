package org.tapelearn.agent;

import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;

/** Something that happened while an agent was at its turn, told at once. */
public sealed interface AgentEvent {
    /** A piece of a model's text, before its steps are known. */
    record Partial(String agent, String node, String text) implements AgentEvent {}

    /** A step that was added to the tape. */
    record Added(Step step) implements AgentEvent {}

    /** The turn is over. */
    record Ended(Tape tape, Turn turn) implements AgentEvent {}
}
