package org.tapelearn.agent;

import java.util.List;
import org.tapelearn.memory.Recalled;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;
import org.tapelearn.tool.ToolSpec;

/**
 * What an agent is given at the start of an attempt.
 *
 * @param recalled the memory items that seem to fit the task, best first; empty without memory
 * @param mode whether to explore or to do one's best
 * @param failed the calls of the attempts at this task that failed just before, so that exploring can try something
 *     else; empty when deployed
 * @param trails the ways that attempts at tasks of this kind went, to be followed or left
 */
public record Briefing(
        Task task,
        List<ToolSpec> tools,
        List<Recalled> recalled,
        Mode mode,
        List<List<ToolCall>> failed,
        Trails trails,
        long seed) {
    /** How an agent is meant to choose. */
    public enum Mode {
        /** Try out alternatives, to learn. */
        EXPLORE,
        /** Act as deployed; reports and the gate measure this. */
        DEPLOYED
    }

    public Briefing {
        tools = List.copyOf(tools);
        recalled = List.copyOf(recalled);
        failed = List.copyOf(failed);
    }

    /** Makes a briefing for which any way is as good as another. */
    public Briefing(
            Task task,
            List<ToolSpec> tools,
            List<Recalled> recalled,
            Mode mode,
            List<List<ToolCall>> failed,
            long seed) {
        this(task, tools, recalled, mode, failed, Trails.NONE, seed);
    }
}
