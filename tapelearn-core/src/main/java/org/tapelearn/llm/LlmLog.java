package org.tapelearn.llm;

import java.time.Duration;
import java.util.Optional;

/** Is told of every call of a model. Safe for use by several threads. */
@FunctionalInterface
public interface LlmLog {
    /**
     * One call.
     *
     * @param answer empty where it failed
     * @param failure what went wrong; empty where nothing did
     * @param dollars what the answer cost, by the table of prices
     * @param latency from the question to the answer, with all waiting and trying again
     */
    record Entry(
            String model,
            Prompt prompt,
            Optional<Completion> answer,
            String failure,
            double dollars,
            Duration latency) {}

    void add(Entry entry);

    /**
     * Is told of a try whose answer was lost, or came without a count: what it may have taken counts as used, however the call ends.
     *
     * @param dollars what so much costs
     */
    default void lost(Prompt prompt, Usage most, double dollars) {}
}
