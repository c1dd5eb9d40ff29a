package org.tapelearn.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that the environment's checker can look at when an attempt ends.
 *
 * @param description what must hold, in words that may be shown to the agent; it never gives the answer away
 * @param check what the environment's checker needs to decide; hidden from the agent
 * @param role whether this decides success or only earns partial credit
 * @param weight share of the partial credit, at least 0; the final criterion's is not used
 */
public record Criterion(String name, String description, JsonNode check, Role role, double weight) {
    /** What a criterion counts for. */
    public enum Role {
        /** Decides success; a task has exactly one. */
        FINAL,
        /** Earns partial credit, and is evidence that a success was reached by way of the right state. */
        EVIDENCE,
        /** Earns partial credit only. */
        MILESTONE
    }

    public Criterion {
        if (!(weight >= 0 && weight <= 1e6)) {
            throw new IllegalArgumentException(
                    "The weight of criterion (%s) must be at least 0, but is %s.".formatted(name, weight));
        }
    }
}
