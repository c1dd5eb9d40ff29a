package org.tapelearn.export;

import java.util.List;
import org.tapelearn.learn.contrast.Judged;

/** What one line of a file says. */
sealed interface Row {
    /**
     * One conversation of an attempt.
     *
     * @param part which conversation of the attempt it is, from 0
     */
    record Example(Judged attempt, int part, Conversation conversation) implements Row {}

    /**
     * Two ways to go on from the same messages.
     *
     * @param prompt what both were shown; never ends with the agent
     */
    record Preference(
            Judged better,
            Judged worse,
            List<ChatMessage> prompt,
            List<ChatMessage> chosen,
            List<ChatMessage> rejected,
            OfferedTools tools,
            Conversation.Source source,
            String model)
            implements Row {
        public Preference {
            prompt = List.copyOf(prompt);
            chosen = List.copyOf(chosen);
            rejected = List.copyOf(rejected);
        }
    }
}
