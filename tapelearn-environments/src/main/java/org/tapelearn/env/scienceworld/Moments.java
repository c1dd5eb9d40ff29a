package org.tapelearn.env.scienceworld;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The moments that were reached lately: equal calls from equal starts lead to equal moments, so what was seen once need not be
 * acted out again. A replay of a tape is read from here. Safe for use by several threads.
 */
final class Moments {
    private final Map<Key, Moment> known;

    /**
     * How a moment is reached.
     *
     * @param before the moment before; null at the start of a task
     * @param by the call, or the name of the start
     */
    private record Key(@Nullable Moment before, Object by) {}

    /** Remembers some moments, and forgets those not asked for longest. */
    Moments(int most) {
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Moment> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<Moment> find(@Nullable Moment before, Object by) {
        return Optional.ofNullable(known.get(new Key(before, by)));
    }

    /** Keeps a moment, and returns the one to go on with: the first that was kept for the same way. */
    synchronized Moment keep(@Nullable Moment before, Object by, Moment reached) {
        Moment earlier = known.putIfAbsent(new Key(before, by), reached);
        return earlier == null ? reached : earlier;
    }
}
