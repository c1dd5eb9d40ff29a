package org.tapelearn.tape;

/** Where a step came from: its id within the tape, and the agent and node that made it (empty for the environment). */
public record StepMetadata(String id, String agent, String node) {
    public static StepMetadata of(String id) {
        return new StepMetadata(id, "", "");
    }
}
