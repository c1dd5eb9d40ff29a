package org.tapelearn.env.datascience;

import java.util.List;
import java.util.Map;
import org.tapelearn.task.Criterion;

/**
 * A well-posed question, before it is put in words.
 *
 * @param identity what is asked, without the words: equal questions have equal identities
 * @param size the fewest tool calls before the answer
 */
record Question(String identity, int size, Map<String, Phrase> slots, List<Criterion> criteria) {
    Question {
        slots = Map.copyOf(slots);
        criteria = List.copyOf(criteria);
    }
}
