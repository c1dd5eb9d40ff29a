package org.tapelearn.policy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The policy's parameters: one weight a hashed feature, with AdaGrad's accumulated squares. */
final class Weights {
    private static final int BITS = 18;
    static final int SIZE = 1 << BITS;
    static final int MASK = SIZE - 1;

    private final float[] values;
    private final float[] squares;

    Weights() {
        this(new float[SIZE], new float[SIZE]);
    }

    private Weights(float[] values, float[] squares) {
        this.values = values;
        this.squares = squares;
    }

    Weights copy() {
        return new Weights(values.clone(), squares.clone());
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

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(2 * SIZE * Float.BYTES);
        FloatBuffer floats = buffer.asFloatBuffer();
        floats.put(values).put(squares);
        return buffer.array();
    }

    static Weights of(byte[] bytes) {
        if (bytes.length != 2 * SIZE * Float.BYTES) {
            throw new IllegalArgumentException("A policy has %d bytes, but these are %d: it comes from another version."
                    .formatted(2 * SIZE * Float.BYTES, bytes.length));
        }
        Weights weights = new Weights();
        ByteBuffer.wrap(bytes).asFloatBuffer().get(weights.values).get(weights.squares);
        return weights;
    }
}
