package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relation in memory, a vector a column: numbers as doubles (missing as NaN), everything else as text
 * (missing as null). Frames that select rows of one another share their vectors.
 */
final class Frame {
    /** A text of a column, about: most are held once for many rows. */
    private static final int TEXT_BYTES = 16;

    /** A frame without rows, about. */
    private static final int OBJECT_BYTES = 100;

    private final List<Column> columns;
    private final Object[] vectors;
    private final int[] rows;
    private final boolean owner;

    private Frame(List<Column> columns, Object[] vectors, int[] rows, boolean owner) {
        this.columns = columns;
        this.vectors = vectors;
        this.rows = rows;
        this.owner = owner;
    }

    /** Reads a relation from the base. */
    static Frame load(Tables tables, Relation relation) {
        String selected = relation.columns().stream()
                .map(column ->
                        "CAST(%s AS %s)".formatted(Sql.name(column.name()), column.number() ? "DOUBLE" : "VARCHAR"))
                .collect(Collectors.joining(", "));
        Vectors vectors = new Vectors(relation);
        tables.read("SELECT %s FROM %s".formatted(selected, relation.nested()), vectors::add);
        return new Frame(relation.columns(), vectors.filled(), all(vectors.size()), true);
    }

    /** Makes a frame of two columns: groups and their values. */
    static Frame of(List<Column> columns, List<Object> vectors, int size) {
        return new Frame(columns, vectors.toArray(), all(size), true);
    }

    private static int[] all(int size) {
        int[] rows = new int[size];
        Arrays.setAll(rows, i -> i);
        return rows;
    }

    int size() {
        return rows.length;
    }

    /** What keeping this frame costs in memory, about: its own vectors, but not those that it shares. */
    int bytes() {
        long row = Integer.BYTES;
        if (owner) {
            for (Column column : columns) {
                row += column.number() ? Double.BYTES : TEXT_BYTES;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, OBJECT_BYTES + rows.length * row);
    }

    List<Column> columns() {
        return columns;
    }

    int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No column (%s).".formatted(column));
    }

    boolean missing(int column, int row) {
        return vectors[column] instanceof double[] numbers
                ? Double.isNaN(numbers[rows[row]])
                : ((@Nullable String[]) vectors[column])[rows[row]] == null;
    }

    double number(int column, int row) {
        return ((double[]) vectors[column])[rows[row]];
    }

    String text(int column, int row) {
        String text = ((@Nullable String[]) vectors[column])[rows[row]];
        return text == null ? "" : text;
    }

    Cell cell(int column, int row) {
        if (missing(column, row)) {
            return Cell.of(null);
        }
        return columns.get(column).number() ? Cell.of(number(column, row)) : Cell.of(text(column, row));
    }

    /** The numbers of a column that are not missing, in the order of the rows. */
    double[] present(int column) {
        double[] values = new double[size()];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            double value = number(column, i);
            if (!Double.isNaN(value)) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    /** Chooses rows. */
    interface RowTest {
        boolean keeps(int row);
    }

    Frame where(RowTest test) {
        int[] kept = new int[rows.length];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (test.keeps(i)) {
                kept[count++] = rows[i];
            }
        }
        return new Frame(columns, vectors, Arrays.copyOf(kept, count), false);
    }

    /** The rows in which nothing is missing. */
    Frame complete() {
        return where(row -> {
            for (int column = 0; column < columns.size(); column++) {
                if (missing(column, row)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The first of each set of equal rows. */
    Frame distinct() {
        Set<List<Object>> seen = new HashSet<>();
        return where(row -> {
            List<Object> cells = new ArrayList<>(columns.size());
            for (int column = 0; column < columns.size(); column++) {
                cells.add(
                        missing(column, row)
                                ? Optional.empty()
                                : columns.get(column).number() ? (Object) number(column, row) : text(column, row));
            }
            return seen.add(cells);
        });
    }

    Frame limit(int most) {
        return new Frame(columns, vectors, Arrays.copyOf(rows, Math.min(most, rows.length)), false);
    }

    /** The first row and every so-manieth after it. */
    Frame every(int stride) {
        return where(row -> row % stride == 0);
    }

    /** Orders by a column, missing values last, then by all other columns, smallest first. */
    Frame sorted(int column, boolean descending) {
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (left, right) -> {
            int first = compare(column, left, right, descending);
            for (int i = 0; first == 0 && i < columns.size(); i++) {
                first = i == column ? 0 : compare(i, left, right, false);
            }
            return first;
        });
        int[] sorted = new int[rows.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = rows[order[i]];
        }
        return new Frame(columns, vectors, sorted, false);
    }

    private int compare(int column, int left, int right, boolean descending) {
        boolean noLeft = missing(column, left);
        boolean noRight = missing(column, right);
        if (noLeft || noRight) {
            return Boolean.compare(noLeft, noRight);
        }
        int order = columns.get(column).number()
                ? Double.compare(number(column, left), number(column, right))
                : text(column, left).compareTo(text(column, right));
        return descending ? -order : order;
    }

    /** Shows the first rows, a line each. */
    String show(int most, List<Cell> shown) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < Math.min(most, size()); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                Cell cell = cell(column, row);
                shown.add(cell);
                cells.add(cell.text());
            }
            text.append('\n').append(String.join(" | ", cells));
        }
        return text.toString();
    }
}
