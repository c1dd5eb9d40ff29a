package org.tapelearn.policy;

import java.nio.ByteBuffer;

/** One weight a hashed feature, with AdaGrad's accumulated squares. Source: Duchi et al., JMLR 2011. */
final class Table {
    private static final int BITS = 20;
    private static final int SIZE = 1 << BITS;
    /** What the squares begin with, so that a first small slope makes no full step. */
    private static final double FLOOR = 1e-2;

    private final float[] values;
    private final float[] squares;

    Table() {
        this(new float[SIZE], new float[SIZE]);
    }

    private Table(float[] values, float[] squares) {
        this.values = values;
        this.squares = squares;
    }

    Table copy() {
        return new Table(values.clone(), squares.clone());
    }

    /** Returns where the weight of a feature is. */
    static int slot(long hash) {
        return (int) (hash >>> 32) & (SIZE - 1);
    }

    /** Sums the weights of the first {@code size} slots. */
    double score(int[] slots, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[slots[i]];
        }
        return sum;
    }

    /** Climbs: adds an AdaGrad step along {@code gradient}. */
    void climb(int[] slots, double gradient, double rate) {
        for (int slot : slots) {
            squares[slot] += (float) (gradient * gradient);
            values[slot] += step(gradient, squares[slot], rate);
        }
    }

    static float step(double gradient, float squares, double rate) {
        return (float) (rate * gradient / Math.sqrt(squares + FLOOR));
    }

    private int touched() {
        int count = 0;
        for (float square : squares) {
            count += square == 0 ? 0 : 1;
        }
        return count;
    }

    int byteCount() {
        return SIZE / Byte.SIZE + 2 * touched() * Float.BYTES;
    }

    /** Writes the weights that were ever changed: which, as bits, then their values and squares. */
    void write(ByteBuffer buffer) {
        long[] touched = new long[SIZE / Long.SIZE];
        for (int i = 0; i < SIZE; i++) {
            if (squares[i] != 0) {
                touched[i / Long.SIZE] |= 1L << i;
            }
        }
        for (long bits : touched) {
            buffer.putLong(bits);
        }
        for (int i = 0; i < SIZE; i++) {
            if (squares[i] != 0) {
                buffer.putFloat(values[i]).putFloat(squares[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    static Table read(ByteBuffer buffer) {
        Table table = new Table();
        long[] touched = new long[SIZE / Long.SIZE];
        for (int i = 0; i < touched.length; i++) {
            touched[i] = buffer.getLong();
        }
        for (int i = 0; i < SIZE; i++) {
            if ((touched[i / Long.SIZE] >>> i & 1) != 0) {
                table.values[i] = buffer.getFloat();
                table.squares[i] = buffer.getFloat();
            }
        }
        return table;
    }
}
