package org.tapelearn.policy;

import java.util.concurrent.ConcurrentHashMap;

/** Reads tasks, and keeps what was read of the last ones. Safe for use by several threads. */
final class Goals {
    private static final int CAPACITY = 250;

    private final WordMeanings meanings;
    private final ConcurrentHashMap<String, Goal> read = new ConcurrentHashMap<>();

    Goals(WordMeanings meanings) {
        this.meanings = new KeptMeanings(meanings);
    }

    Goal of(String description) {
        Goal known = read.get(description);
        if (known != null) {
            return known;
        }
        if (read.size() >= CAPACITY) {
            read.clear();
        }
        return read.computeIfAbsent(description, text -> new Goal(text, meanings));
    }
}
