package org.tapelearn.policy;

import java.nio.ByteBuffer;

/** One weight a hashed feature, with AdaGrad's accumulated squares. Source: Duchi et al., JMLR 2011. */
final class Table {
    /** What the squares begin with, so that a first small slope makes no full step. */
    private static final double FLOOR = 1e-2;

    private float[] values;
    private float[] squares;
    private int mask;

    /** Makes a table of {@code 2^bits} weights. */
    Table(int bits) {
        this(new float[1 << bits], new float[1 << bits]);
    }

    private Table(float[] values, float[] squares) {
        this.values = values;
        this.squares = squares;
        this.mask = values.length - 1;
    }

    /** Makes room for {@code 2^bits} weights in a table that has learned nothing. */
    void grow(int bits) {
        if (values.length < 1 << bits) {
            values = new float[1 << bits];
            squares = new float[1 << bits];
            mask = values.length - 1;
        }
    }

    Table copy() {
        return new Table(values.clone(), squares.clone());
    }

    /** Returns what decides where the weight of a feature is, in a table of any size. */
    static int slot(long hash) {
        return (int) (hash >>> 32);
    }

    /** Sums the weights of the first {@code size} slots. */
    double score(int[] slots, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[slots[i] & mask];
        }
        return sum;
    }

    /** Climbs: adds an AdaGrad step along {@code gradient}. */
    void climb(int[] slots, double gradient, double rate) {
        for (int hash : slots) {
            int slot = hash & mask;
            squares[slot] += (float) (gradient * gradient);
            values[slot] += step(gradient, squares[slot], rate);
        }
    }

    static float step(double gradient, float squares, double rate) {
        return (float) (rate * gradient / Math.sqrt(squares + FLOOR));
    }

    boolean isEmpty() {
        return touched() == 0;
    }

    private int touched() {
        int count = 0;
        for (float square : squares) {
            count += square == 0 ? 0 : 1;
        }
        return count;
    }

    int byteCount() {
        return values.length / Byte.SIZE + 2 * touched() * Float.BYTES;
    }

    /** Writes the weights that were ever changed: which, as bits, then their values and squares. */
    void write(ByteBuffer buffer) {
        long[] touched = new long[values.length / Long.SIZE];
        for (int i = 0; i < values.length; i++) {
            if (squares[i] != 0) {
                touched[i / Long.SIZE] |= 1L << i;
            }
        }
        for (long bits : touched) {
            buffer.putLong(bits);
        }
        float[] both = new float[2 * touched()];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if (squares[i] != 0) {
                both[at++] = values[i];
                both[at++] = squares[i];
            }
        }
        buffer.asFloatBuffer().put(both);
        buffer.position(buffer.position() + both.length * Float.BYTES);
    }

    /** Reads what {@link #write} wrote. */
    static Table read(ByteBuffer buffer, int bits) {
        Table table = new Table(bits);
        int size = table.values.length;
        long[] touched = new long[size / Long.SIZE];
        for (int i = 0; i < touched.length; i++) {
            touched[i] = buffer.getLong();
        }
        for (int i = 0; i < size; i++) {
            if ((touched[i / Long.SIZE] >>> i & 1) != 0) {
                table.values[i] = buffer.getFloat();
                table.squares[i] = buffer.getFloat();
            }
        }
        return table;
    }
}
