package org.tapelearn.environment;

import java.util.List;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;

/** One attempt in an environment; used by one thread at a time. */
public interface Episode extends AutoCloseable {
    /** What the agent sees beside the task's words before it acts: the names of what there is to work on. */
    String opening();

    /**
     * Lists the calls that make sense now: grounded in what this episode has seen, without regard to the task, in a fixed
     * order, some hundreds at most, and never empty before the end. A caller may {@link #step} other calls too.
     */
    List<ToolCall> actions();

    /** Executes a call. A call that cannot be executed is answered by an observation that says why and what would help. */
    Transition step(ToolCall call);

    /** Tells the state that the attempt left, for those who judge what nothing checks; empty where there is nothing to tell. */
    default String state() {
        return "";
    }

    /** Looks whether a criterion of the task holds in the present state. */
    Finding check(Criterion criterion);

    @Override
    void close();
}
