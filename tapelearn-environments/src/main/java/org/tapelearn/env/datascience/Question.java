package org.tapelearn.env.datascience;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.task.Criterion;

/**
 * A well-posed question, before it is put in words.
 *
 * @param parameters what was chosen, by the name of its role: equal questions have equal parameters
 * @param size the fewest tool calls before the answer
 */
record Question(SortedMap<String, String> parameters, int size, Map<String, Phrase> slots, List<Criterion> criteria) {
    Question {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        slots = Map.copyOf(slots);
        criteria = List.copyOf(criteria);
    }
}
