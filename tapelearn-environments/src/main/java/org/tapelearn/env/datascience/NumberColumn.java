package org.tapelearn.env.datascience;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Rows of one number each, in a sixth of the room that lists of one take: such columns are kept by the thousand. */
final class NumberColumn extends AbstractList<List<@Nullable Object>> implements RandomAccess {
    private final double[] numbers;

    private NumberColumn(double[] numbers) {
        this.numbers = numbers;
    }

    /** Returns equal rows, packed where each is one number. */
    static List<List<@Nullable Object>> packed(List<List<@Nullable Object>> rows) {
        double[] numbers = new double[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (rows.get(i).size() != 1 || !(rows.get(i).getFirst() instanceof Double number)) {
                return rows;
            }
            numbers[i] = number;
        }
        return new NumberColumn(numbers);
    }

    @Override
    public List<@Nullable Object> get(int row) {
        return Collections.singletonList(numbers[row]);
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
