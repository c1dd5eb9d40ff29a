package org.tapelearn.environment;

/**
 * What came of a call.
 *
 * @param observation what the agent sees
 * @param error the call was refused or failed; the state is as before
 * @param ended the episode takes no further calls
 */
public record Transition(String observation, boolean error, boolean ended) {
    public static Transition of(String observation) {
        return new Transition(observation, false, false);
    }

    public static Transition refused(String reason) {
        return new Transition(reason, true, false);
    }

    public static Transition end(String observation) {
        return new Transition(observation, false, true);
    }
}
