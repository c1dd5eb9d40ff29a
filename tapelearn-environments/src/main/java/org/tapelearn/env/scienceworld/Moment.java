package org.tapelearn.env.scienceworld;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/**
 * What an episode is like after its last call. Two moments are the same only if they are one object: what led to them counts.
 */
final class Moment {
    /** What the agent is shown. */
    final String shown;
    /** The room and what is carried, as they were last shown. */
    final String room;

    final String carried;
    /** The calls that make sense next, in the world's order; empty at the end. */
    final List<ToolCall> actions;
    /** The world's score, from 0 to 1; below 0 when the task can no longer be done. */
    final double score;
    /** Whether the last call was understood. */
    final boolean understood;
    /** Whether the world takes no further calls. */
    final boolean ended;

    Moment(
            String shown,
            String room,
            String carried,
            List<ToolCall> actions,
            double score,
            boolean understood,
            boolean ended) {
        this.shown = shown;
        this.room = room;
        this.carried = carried;
        this.actions = List.copyOf(actions);
        this.score = score;
        this.understood = understood;
        this.ended = ended;
    }
}
