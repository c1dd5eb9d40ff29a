package org.tapelearn.env.datascience;

import java.util.List;
import java.util.Map;

/** What fills a slot of a sentence. */
sealed interface Phrase {
    /** Words of the data, in one of several ways to write them. */
    record Plain(List<String> ways) implements Phrase {
        public Plain {
            ways = List.copyOf(ways);
        }
    }

    /** A clause of the phrasebook, with slots of its own before those of the sentence. */
    record Clause(String name, Map<String, Phrase> slots) implements Phrase {
        public Clause {
            slots = Map.copyOf(slots);
        }
    }

    /** Words written in one way. */
    static Phrase of(String words) {
        return new Plain(List.of(words));
    }

    /** A clause without slots of its own. */
    static Phrase clause(String name) {
        return new Clause(name, Map.of());
    }
}
