package org.tapelearn.run;

import java.util.List;
import org.tapelearn.memory.Citations;
import org.tapelearn.tape.Tape;
import org.tapelearn.task.Finding;

/**
 * One attempt at one task by one version of the agent.
 *
 * @param findings what the checker saw at the end, one per criterion of the task in its order; empty when broken
 * @param recalled the ids of the memory items that the agent was given
 */
public record Rollout(
        RolloutKey key, String versionId, Tape tape, End end, List<Finding> findings, List<String> recalled) {
    public Rollout {
        findings = List.copyOf(findings);
        recalled = List.copyOf(recalled);
    }

    /** The ids of the recalled items that the agent said it followed, in the order recalled. */
    public List<String> cited() {
        return Citations.in(tape, recalled);
    }
}
