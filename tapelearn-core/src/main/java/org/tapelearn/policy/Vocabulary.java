package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of the tasks that were learned from, and what they meant there. A word that was never met is read as the known one
 * that means most nearly the same, since only about known words was anything learned.
 */
final class Vocabulary {
    /** Appearances of a word from which its meaning is taken: more add nothing. */
    private static final int APPEARANCES = 4;

    /** The sum of a word's vectors; replaced, never changed. */
    private record Meaning(int appearances, float[] sum, double length) {
        static final Meaning NONE = new Meaning(0, new float[0], 0);

        Meaning and(float[] vector) {
            float[] total = vector.clone();
            double squares = 0;
            for (int i = 0; i < total.length; i++) {
                total[i] += sum.length == 0 ? 0 : sum[i];
                squares += (double) total[i] * total[i];
            }
            return new Meaning(appearances + 1, total, Math.sqrt(squares));
        }

        double likeness(float[] vector) {
            return sum.length == 0 ? 0 : Vectors.dot(sum, vector) / length;
        }

        float[] direction() {
            float[] direction = sum.clone();
            for (int i = 0; i < direction.length; i++) {
                direction[i] = (float) (sum[i] / length);
            }
            return direction;
        }
    }

    private final Map<Long, Meaning> meanings;
    /** The words that named nothing in some task, in the order of their meeting. */
    private final Set<Long> plain;
    /** Their meanings as vectors of length 1; null until asked for. */
    private volatile float @Nullable [][] directions;

    Vocabulary() {
        this(new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    private Vocabulary(Map<Long, Meaning> meanings, Set<Long> plain) {
        this.meanings = meanings;
        this.plain = plain;
    }

    /** Takes a known word for one that names nothing, which likeness is measured to from now on. */
    void takePlain(long word) {
        if (meanings.containsKey(word)) {
            plain.add(word);
            directions = null;
        }
    }

    /** Returns how like a meaning is to that of each known word which names nothing: cosines, in the order of their meeting. */
    float[] likeness(float[] vector) {
        float[][] known = directions();
        float[] likeness = new float[known.length];
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] = Vectors.dot(known[i], vector);
        }
        return likeness;
    }

    private float[][] directions() {
        float @Nullable [][] made = directions;
        if (made == null) {
            made = plain.stream()
                    .map(word -> meanings.getOrDefault(word, Meaning.NONE).direction())
                    .toArray(float[][]::new);
            directions = made;
        }
        return made;
    }

    Vocabulary copy() {
        return new Vocabulary(new LinkedHashMap<>(meanings), new LinkedHashSet<>(plain));
    }

    private boolean asks(Goal goal, int word) {
        Meaning meaning = meanings.get(goal.hashes[word]);
        return !Words.isNumber(goal.words[word]) && (meaning == null || meaning.appearances() < APPEARANCES);
    }

    /** Makes the words of a task known. */
    void meet(Goal goal) {
        float[][] vectors = goal.meanings();
        for (int i = 0; i < goal.hashes.length; i++) {
            if (asks(goal, i)) {
                Meaning before = meanings.getOrDefault(goal.hashes[i], Meaning.NONE);
                directions = null;
                meanings.put(goal.hashes[i], before.and(vectors.length == 0 ? new float[0] : vectors[i]));
            }
        }
    }

    boolean knows(long word) {
        return meanings.containsKey(word);
    }

    /** Returns the known word that means most nearly the same, or nothing where none is near. */
    @Nullable
    Long nearest(float[] vector) {
        Long best = null;
        double top = 0;
        for (Map.Entry<Long, Meaning> entry : meanings.entrySet()) {
            double likeness = entry.getValue().likeness(vector);
            if (likeness > top) {
                top = likeness;
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Writes how many words there are, for each its hash, its appearances and its vector, and which name nothing. */
    byte[] bytes() {
        int size = 2 * Integer.BYTES + plain.size() * Long.BYTES;
        for (Meaning meaning : meanings.values()) {
            size += Long.BYTES + 2 * Integer.BYTES + meaning.sum().length * Float.BYTES;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size).putInt(meanings.size());
        meanings.forEach((word, meaning) -> {
            buffer.putLong(word).putInt(meaning.appearances()).putInt(meaning.sum().length);
            for (float value : meaning.sum()) {
                buffer.putFloat(value);
            }
        });
        buffer.putInt(plain.size());
        plain.forEach(buffer::putLong);
        return buffer.array();
    }

    /** Reads what {@link #bytes} wrote. */
    static Vocabulary read(ByteBuffer buffer) {
        Vocabulary vocabulary = new Vocabulary();
        for (int left = buffer.getInt(); left > 0; left--) {
            long word = buffer.getLong();
            int appearances = buffer.getInt();
            int length = buffer.getInt();
            if (length > buffer.remaining() / Float.BYTES) {
                throw new BufferUnderflowException();
            }
            float[] sum = new float[length];
            double squares = 0;
            for (int i = 0; i < sum.length; i++) {
                sum[i] = buffer.getFloat();
                squares += (double) sum[i] * sum[i];
            }
            vocabulary.meanings.put(word, new Meaning(appearances, sum, Math.sqrt(squares)));
        }
        for (int left = buffer.getInt(); left > 0; left--) {
            vocabulary.plain.add(buffer.getLong());
        }
        return vocabulary;
    }
}
