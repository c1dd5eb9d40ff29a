package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.List;

/** Seed descriptions on their way from any thread to the one that learns. None is lost: what comes too late is refused. */
final class SeedQueue {
    private final List<String> waiting = new ArrayList<>();
    private boolean open;

    /** Takes descriptions from now on. */
    synchronized void open() {
        open = true;
    }

    /** Throws {@link IllegalStateException} when the session has ended. */
    synchronized void add(List<String> descriptions, String session) {
        if (!open) {
            throw new IllegalStateException(
                    "Session (%s) has ended or was stopped, and takes no more seeds. Start another one, or load it."
                            .formatted(session));
        }
        waiting.addAll(descriptions);
    }

    /** Gives what waits; after the last time nothing is taken any more. */
    synchronized List<String> take(boolean last) {
        List<String> taken = List.copyOf(waiting);
        waiting.clear();
        open &= !last;
        return taken;
    }
}
