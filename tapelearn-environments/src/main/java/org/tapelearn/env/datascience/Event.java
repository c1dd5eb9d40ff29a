package org.tapelearn.env.datascience;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/**
 * A call and what came of it, for the checker.
 *
 * @param created the name of the relation, plot or model that it made, empty if none
 * @param shown the values that its observation shows, in order
 */
record Event(ToolCall call, boolean error, String created, List<Cell> shown) {
    Event {
        shown = List.copyOf(shown);
    }
}
