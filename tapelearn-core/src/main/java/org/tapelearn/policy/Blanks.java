package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of tasks at which tasks name something, known by the three words before them: after {@code task is to boil} comes the name
 * of what is to be boiled. They are learned from attempts that were imitated, and tell a policy that a task speaks of a thing which
 * it has not seen yet.
 */
final class Blanks {
    /** Times that something was named at a place, before it is taken for a blank; each pass over an attempt counts once. */
    private static final int LEAST = 2;

    /** The share of all times that this must be. */
    private static final double SHARE = 0.9;

    /**
     * A place of a task whose attempt has ended.
     *
     * @param before what the three words before it hash to
     * @param named whether a thing was in reach that the task names there
     */
    record Place(long before, boolean named) {}

    private record Count(int times, int named) {
        static final Count NONE = new Count(0, 0);

        Count and(boolean once) {
            return new Count(times + 1, named + (once ? 1 : 0));
        }
    }

    private final Map<Long, Count> counts;

    Blanks() {
        this(new LinkedHashMap<>());
    }

    private Blanks(Map<Long, Count> counts) {
        this.counts = counts;
    }

    Blanks copy() {
        return new Blanks(new LinkedHashMap<>(counts));
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Learns from the places of a task. */
    void take(List<Place> places) {
        for (Place place : places) {
            counts.put(
                    place.before(),
                    counts.getOrDefault(place.before(), Count.NONE).and(place.named()));
        }
    }

    /** Tells whether tasks name something after these words. */
    boolean follow(long before) {
        Count count = counts.getOrDefault(before, Count.NONE);
        return count.named() >= LEAST && count.named() >= SHARE * count.times();
    }

    int byteCount() {
        return Integer.BYTES + counts.size() * (Long.BYTES + 2 * Integer.BYTES);
    }

    /** Writes how many places there are, and for each its words, how often it was met and how often something was named. */
    void write(ByteBuffer buffer) {
        buffer.putInt(counts.size());
        counts.forEach(
                (before, count) -> buffer.putLong(before).putInt(count.times()).putInt(count.named()));
    }

    /** Reads what {@link #write} wrote. */
    static Blanks read(ByteBuffer buffer) {
        Blanks blanks = new Blanks();
        int left = buffer.getInt();
        if (left < 0) {
            throw new BufferUnderflowException();
        }
        for (; left > 0; left--) {
            blanks.counts.put(buffer.getLong(), new Count(buffer.getInt(), buffer.getInt()));
        }
        return blanks;
    }
}
