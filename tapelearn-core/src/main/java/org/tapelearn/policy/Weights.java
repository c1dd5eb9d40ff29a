package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/** The policy's parameters: one weight a hashed feature, with AdaGrad's accumulated squares. */
final class Weights {
    private static final int BITS = 20;
    static final int SIZE = 1 << BITS;
    static final int MASK = SIZE - 1;

    private final float[] values;
    private final float[] squares;
    private final Vocabulary vocabulary;

    Weights() {
        this(new float[SIZE], new float[SIZE], new Vocabulary());
    }

    private Weights(float[] values, float[] squares, Vocabulary vocabulary) {
        this.values = values;
        this.squares = squares;
        this.vocabulary = vocabulary;
    }

    Weights copy() {
        return new Weights(values.clone(), squares.clone(), vocabulary.copy());
    }

    Vocabulary vocabulary() {
        return vocabulary;
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

    /** Writes the vocabulary, then the weights that were ever changed: which, as bits, then their values and squares. */
    byte[] bytes() {
        long[] touched = new long[SIZE / Long.SIZE];
        int count = 0;
        for (int i = 0; i < SIZE; i++) {
            if (squares[i] != 0) {
                touched[i / Long.SIZE] |= 1L << i;
                count++;
            }
        }
        byte[] words = vocabulary.bytes();
        ByteBuffer buffer = ByteBuffer.allocate(words.length + SIZE / Byte.SIZE + 2 * count * Float.BYTES);
        buffer.put(words);
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
        try {
            Weights weights = new Weights(new float[SIZE], new float[SIZE], Vocabulary.read(buffer));
            long[] touched = new long[SIZE / Long.SIZE];
            for (int i = 0; i < touched.length; i++) {
                touched[i] = buffer.getLong();
            }
            for (float[] part : List.of(weights.values, weights.squares)) {
                for (int i = 0; i < SIZE; i++) {
                    if ((touched[i / Long.SIZE] >>> i & 1) != 0) {
                        part[i] = buffer.getFloat();
                    }
                }
            }
            if (buffer.hasRemaining()) {
                throw new BufferUnderflowException();
            }
            return weights;
        } catch (BufferUnderflowException | NegativeArraySizeException wrong) {
            throw new IllegalArgumentException(
                    "These %d bytes are no policy: they come from another version, or are damaged."
                            .formatted(bytes.length),
                    wrong);
        }
    }
}
