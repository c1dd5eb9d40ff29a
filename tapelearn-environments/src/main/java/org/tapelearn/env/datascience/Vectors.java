package org.tapelearn.env.datascience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills a vector for each column of a relation, row by row; equal texts are held once. */
final class Vectors {
    private final Object[] vectors;
    private final Map<String, String> texts = new HashMap<>();
    private int size;

    Vectors(Relation relation) {
        int rows = Math.toIntExact(relation.rows());
        vectors = relation.columns().stream()
                .map(column -> column.number() ? (Object) new double[rows] : new @Nullable String[rows])
                .toArray();
    }

    /** Takes over the row at which a result stands: numbers as doubles, else texts. */
    void add(ResultSet row) throws SQLException {
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] instanceof double[] numbers) {
                double[] roomy = numbers.length > size ? numbers : Arrays.copyOf(numbers, 16 + 2 * size);
                double number = row.getDouble(i + 1);
                roomy[size] = row.wasNull() ? Double.NaN : number;
                vectors[i] = roomy;
            } else {
                @Nullable String[] known = (@Nullable String[]) vectors[i];
                @Nullable String[] roomy = known.length > size ? known : Arrays.copyOf(known, 16 + 2 * size);
                String text = row.getString(i + 1);
                roomy[size] = text == null ? null : texts.computeIfAbsent(text, same -> same);
                vectors[i] = roomy;
            }
        }
        size++;
    }

    int size() {
        return size;
    }

    Object[] filled() {
        texts.clear();
        return vectors;
    }
}
