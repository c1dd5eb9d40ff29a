package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Weights of likenesses: one a known word, in rows that grow with the vocabulary, with AdaGrad's accumulated squares. */
final class Rows {
    private final Map<Long, float[][]> rows;

    Rows() {
        this(new LinkedHashMap<>());
    }

    private Rows(Map<Long, float[][]> rows) {
        this.rows = rows;
    }

    Rows copy() {
        Map<Long, float[][]> copies = new LinkedHashMap<>();
        rows.forEach((key, row) -> copies.put(key, new float[][] {row[0].clone(), row[1].clone()}));
        return new Rows(copies);
    }

    double score(Likeness likeness) {
        float @Nullable [][] row = rows.get(likeness.row());
        return row == null ? 0 : Vectors.dot(row[0], likeness.values());
    }

    void climb(Likeness likeness, double gradient, double rate) {
        float[] values = likeness.values();
        float[][] row = rows.computeIfAbsent(likeness.row(), key -> new float[2][0]);
        for (int part = 0; part < row.length; part++) {
            if (row[part].length < values.length) {
                row[part] = Arrays.copyOf(row[part], values.length);
            }
        }
        for (int i = 0; i < values.length; i++) {
            float slope = (float) gradient * values[i];
            row[1][i] += slope * slope;
            row[0][i] += Table.step(slope, row[1][i], rate);
        }
    }

    int byteCount() {
        int size = Integer.BYTES;
        for (float[][] row : rows.values()) {
            size += Long.BYTES + Integer.BYTES + 2 * row[0].length * Float.BYTES;
        }
        return size;
    }

    /** Writes how many rows there are, and for each its hash, its length, its values and its squares. */
    void write(ByteBuffer buffer) {
        buffer.putInt(rows.size());
        rows.forEach((key, row) -> {
            buffer.putLong(key).putInt(row[0].length);
            for (float[] part : row) {
                for (float value : part) {
                    buffer.putFloat(value);
                }
            }
        });
    }

    /** Reads what {@link #write} wrote. */
    static Rows read(ByteBuffer buffer) {
        Rows read = new Rows();
        for (int left = buffer.getInt(); left > 0; left--) {
            long key = buffer.getLong();
            int length = buffer.getInt();
            if (length > buffer.remaining() / Float.BYTES) {
                throw new BufferUnderflowException();
            }
            float[][] row = new float[2][length];
            for (float[] part : row) {
                for (int i = 0; i < length; i++) {
                    part[i] = buffer.getFloat();
                }
            }
            read.rows.put(key, row);
        }
        return read;
    }
}
