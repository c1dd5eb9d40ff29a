package org.tapelearn.policy;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;

/** The policy's parameters: one weight a hashed feature, with AdaGrad's accumulated squares. */
final class Weights {
    private static final int BITS = 20;
    static final int SIZE = 1 << BITS;
    static final int MASK = SIZE - 1;

    private final float[] values;
    private final float[] squares;
    /** The hashes of the words of tasks that were learned from, in order of their first appearance. */
    private final LinkedHashSet<Long> words;

    Weights() {
        this(new float[SIZE], new float[SIZE], new LinkedHashSet<>());
    }

    private Weights(float[] values, float[] squares, LinkedHashSet<Long> words) {
        this.values = values;
        this.squares = squares;
        this.words = words;
    }

    Weights copy() {
        return new Weights(values.clone(), squares.clone(), new LinkedHashSet<>(words));
    }

    /** Makes the words of a task known: nothing was learned about any other, so their features are never looked at. */
    void meet(Goal goal) {
        for (long word : goal.hashes) {
            words.add(word);
        }
    }

    boolean knows(long word) {
        return words.contains(word);
    }

    /** Sums the weights of the first {@code size} slots. */
    double score(int[] slots, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[slots[i]];
        }
        return sum;
    }

    /** Climbs: adds an AdaGrad step along {@code gradient}. Source: Duchi et al., JMLR 2011. */
    void climb(int[] slots, double gradient, double rate) {
        for (int slot : slots) {
            squares[slot] += (float) (gradient * gradient);
            values[slot] += (float) (rate * gradient / Math.sqrt(squares[slot] + 1e-2));
        }
    }

    /** Writes the known words, then the weights that were ever changed: which, as bits, then their values and squares. */
    byte[] bytes() {
        long[] touched = new long[SIZE / Long.SIZE];
        int count = 0;
        for (int i = 0; i < SIZE; i++) {
            if (squares[i] != 0) {
                touched[i / Long.SIZE] |= 1L << i;
                count++;
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate(
                Integer.BYTES + words.size() * Long.BYTES + SIZE / Byte.SIZE + 2 * count * Float.BYTES);
        buffer.putInt(words.size());
        words.forEach(buffer::putLong);
        for (long bits : touched) {
            buffer.putLong(bits);
        }
        for (float[] part : List.of(values, squares)) {
            for (int i = 0; i < SIZE; i++) {
                if (squares[i] != 0) {
                    buffer.putFloat(part[i]);
                }
            }
        }
        return buffer.array();
    }

    /** Reads what {@link #bytes} wrote; throws {@link IllegalArgumentException} where it is not that. */
    static Weights of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Weights weights = new Weights();
        int wordCount = buffer.remaining() < Integer.BYTES ? 0 : buffer.getInt();
        for (int i = 0; i < wordCount && buffer.remaining() >= Long.BYTES; i++) {
            weights.words.add(buffer.getLong());
        }
        long[] touched = new long[SIZE / Long.SIZE];
        long count = 0;
        for (int i = 0; i < touched.length && buffer.remaining() >= Long.BYTES; i++) {
            touched[i] = buffer.getLong();
            count += Long.bitCount(touched[i]);
        }
        long expected = Integer.BYTES + (long) wordCount * Long.BYTES + SIZE / Byte.SIZE + 2 * count * Float.BYTES;
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "A policy of %d words and %d weights has %d bytes, but these are %d: it comes from another version."
                            .formatted(wordCount, count, expected, bytes.length));
        }
        for (float[] part : List.of(weights.values, weights.squares)) {
            for (int i = 0; i < SIZE; i++) {
                if ((touched[i / Long.SIZE] >>> i & 1) != 0) {
                    part[i] = buffer.getFloat();
                }
            }
        }
        return weights;
    }
}
