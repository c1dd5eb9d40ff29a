package org.tapelearn.env.datascience;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an author asks of the data to keep questions well-posed. */
record Facts(Tables tables) {
    private static final int MOST_GROUPS = 25;
    private static final int MOST_CATEGORIES = 60;
    private static final int SHOWN_GROUPS = 10;
    private static final List<String> GROUP_MEASURES = List.of("sum", "mean", "min", "max", "median");
    private static final int FREQUENT = 20;
    private static final double DIFFERENT = 0.01;

    /** The first cell of the first row as a number; not a number when it is missing. */
    double number(String sql) {
        return first(sql) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** The first cell of the first row as text; empty when it is missing. */
    String text(String sql) {
        return Objects.toString(first(sql), "");
    }

    /** The numbers of one column of a result, without missing ones. */
    List<Double> numbers(String sql, int column) {
        return tables.query(sql).cells().stream()
                .map(row -> row.get(column))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .toList();
    }

    private @Nullable Object first(String sql) {
        Rows rows = tables.query(sql);
        return rows.cells().isEmpty() ? null : rows.cells().getFirst().getFirst();
    }

    /** Tells whether both are numbers, and further apart than 1 %. */
    boolean differ(String sql, String otherSql) {
        double one = number(sql);
        double other = number(otherSql);
        return Math.abs(one - other) > DIFFERENT * Math.max(Math.abs(one), Math.abs(other));
    }

    long missing(Table table, Column column) {
        return (long) number(Reference.measure(Reference.all(table.name()), "missing", column.name()));
    }

    long distinct(Table table, Column column) {
        return (long) number(Reference.measure(Reference.all(table.name()), "distinct", column.name()));
    }

    /** Tells whether a statistic of the column says something: numbers, not a few codes, not an identifier. */
    boolean measurable(Table table, Column column) {
        return column.kind() == Column.Kind.NUMBER
                && !identifies(column)
                && distinct(table, column) >= 5
                && 2 * missing(table, column) <= table.rows();
    }

    private static boolean identifies(Column column) {
        return column.name().toLowerCase(Locale.ROOT).matches("id|.*[_ ]id|.*[_ ]?number");
    }

    /** Tells whether the column names a few groups of rows. */
    boolean grouping(Table table, Column column) {
        long distinct = column.kind() == Column.Kind.TEXT ? distinct(table, column) : 0;
        return distinct >= 2 && distinct <= MOST_GROUPS && 3 * distinct <= table.rows();
    }

    /** Tells whether the column's texts can say which row is meant. */
    boolean labelling(Table table, Column column) {
        return column.kind() == Column.Kind.TEXT && distinct(table, column) >= 3 && missing(table, column) == 0;
    }

    /** Tells whether a condition on the column can take away some rows and leave others. */
    boolean filterable(Table table, Column column) {
        return switch (column.kind()) {
            case NUMBER -> !identifies(column) && distinct(table, column) >= 5;
            case TEXT -> !frequent(table, column).isEmpty();
            case DATE, BOOLEAN -> false;
        };
    }

    /** Tells whether one grouping would answer a question about a condition: its value is one of a few texts. */
    boolean groupable(Table table, Condition condition, String measure) {
        return condition.operator().equals("=")
                && GROUP_MEASURES.contains(measure)
                && distinct(table, table.column(condition.column())) <= MOST_CATEGORIES;
    }

    /** Tells whether a name is among the first ten of its kind in alphabetical order. */
    boolean early(String pairs, String name) {
        return number("SELECT count(*) FROM (%s) AS pairs(name, value) WHERE name < %s"
                        .formatted(pairs, Reference.text(name)))
                < SHOWN_GROUPS;
    }

    /** The quartiles of a column as they are shown, each once. */
    List<String> marks(Table table, Column column) {
        return Stream.of(0.25, 0.5, 0.75)
                .map(share -> number("SELECT quantile_disc(%s, %s) FROM %s"
                        .formatted(Reference.name(column.name()), share, Reference.name(table.name()))))
                .filter(Double::isFinite)
                .map(value -> Cell.of(value).text())
                .distinct()
                .toList();
    }

    /** The texts of at least five rows among the most frequent ones. */
    List<String> frequent(Table table, Column column) {
        String sql =
                "SELECT %1$s FROM %2$s WHERE %1$s IS NOT NULL GROUP BY 1 HAVING count(*) >= 5 ORDER BY count(*) DESC, 1 LIMIT %3$d"
                        .formatted(Reference.name(column.name()), Reference.name(table.name()), FREQUENT);
        return tables.query(sql).cells().stream()
                .map(row -> Objects.toString(row.getFirst()))
                .filter(value -> !value.isBlank() && value.length() <= 60)
                .toList();
    }
}
