package org.tapelearn.store;

import java.util.List;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Sampling;

/**
 * A call of a model, as the store has it.
 *
 * @param rollout the attempt's id; empty outside of attempts
 * @param number which question of the attempt it was, from 0
 * @param purpose what it was for, in lower case
 * @param tools the offered tools as a JSON list of names, descriptions and schemas
 * @param completion {@link Completion#NONE} where {@code failure} says why there is none
 * @param latencyMillis from question to answer
 */
public record LlmCallRecord(
        String rollout,
        int number,
        String purpose,
        String model,
        Sampling sampling,
        List<Message> messages,
        String tools,
        Completion completion,
        String failure,
        double dollars,
        long latencyMillis) {
    public LlmCallRecord {
        messages = List.copyOf(messages);
    }
}
