package org.tapelearn.textworld;

import java.util.List;
import java.util.Map;
import org.tapelearn.tape.ToolCall;

/**
 * A family's task before it is put in words.
 *
 * @param words what stands for the names in braces of a phrasing
 * @param goal what must hold at the end
 * @param evidence what a grounded solution must have seen
 * @param milestones what is reached on the way
 * @param solution the shortest solution, without {@code finish}
 */
record Draft(
        Map<String, String> words,
        Condition goal,
        List<Condition> evidence,
        List<Condition> milestones,
        List<ToolCall> solution) {}
