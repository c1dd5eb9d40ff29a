package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;

import java.util.Optional;

/** Questions about the columns of one whole table. */
final class Statistics {
    static final String[] MEASURES = {"mean", "median", "sum", "min", "max", "std", "variance", "q25", "q75"};
    /** Measures that cannot be read off a few sorted rows. */
    static final String[] DEEP = {"mean", "median", "sum", "std", "variance", "q25", "q75"};

    private static final int[] COUNTS = {3, 5, 10};

    private Statistics() {}

    static Optional<Question> columnStatistic(Asking asking) {
        Table table = asking.table();
        return asking.number(table).map(column -> {
            asking.say("column", table, column);
            String measure = asking.measure(column, MEASURES);
            String sql = Reference.measure(Reference.all(table.name()), measure, column.name());
            return asking.question(
                    2,
                    new Criteria()
                            .columns(table.name())
                            .shownNumber(EVIDENCE, "the statistic", sql)
                            .answerNumber(sql));
        });
    }

    static Optional<Question> correlation(Asking asking) {
        Table table = asking.table();
        return asking.number(table)
                .flatMap(x -> asking.number(table, x.name()).flatMap(y -> correlation(asking, table, x, y)));
    }

    /** Empty when the columns go together nearly not at all, or are nearly one. */
    private static Optional<Question> correlation(Asking asking, Table table, Column x, Column y) {
        asking.say("x", table, x);
        asking.say("y", table, y);
        String sql = Reference.correlation(Reference.all(table.name()), x.name(), y.name());
        double r = Math.abs(asking.facts().number(sql));
        if (!(r > 0.02 && r < 0.999)) {
            return Optional.empty();
        }
        return Optional.of(asking.question(
                2,
                new Criteria()
                        .columns(table.name())
                        .shownNumber(EVIDENCE, "the correlation", sql)
                        .answerNumber(sql)));
    }

    static Optional<Question> extremeRow(Asking asking) {
        Table table = asking.table();
        return extreme(asking, table, Reference.all(table.name()), new Criteria().columns(table.name()), 2);
    }

    /** The row with the largest or smallest value among some rows of a table. */
    static Optional<Question> extreme(
            Asking asking, Table table, String rows, Criteria criteria, int size, String... except) {
        return asking.number(table, except)
                .flatMap(column -> asking.label(table, column.name())
                        .flatMap(label -> extreme(asking, table, rows, criteria, size, label, column)));
    }

    private static Optional<Question> extreme(
            Asking asking, Table table, String rows, Criteria criteria, int size, Column label, Column column) {
        asking.say("column", table, column);
        asking.say("label", table, label);
        boolean highest = asking.below(2) == 0;
        asking.say("most", Phrase.clause(highest ? "most.highest" : "most.lowest"));
        String direction = highest ? "DESC" : "ASC";
        String pairs =
                "SELECT %s, %s FROM (%s)".formatted(Reference.name(label.name()), Reference.name(column.name()), rows);
        return Leader.of(asking.facts(), pairs, direction)
                .map(leader -> asking.question(
                        size,
                        criteria.leader(EVIDENCE, column.name(), rows, Leader.valueOf(pairs, direction))
                                .answerText(leader)));
    }

    /** The sum or mean over the rows with the largest or smallest values. */
    static Optional<Question> topStatistic(Asking asking) {
        Table table = asking.table();
        return asking.number(table).flatMap(column -> {
            int count = COUNTS[asking.below(COUNTS.length)];
            boolean highest = asking.below(2) == 0;
            asking.say("column", table, column);
            asking.say("n", Phrase.of(Integer.toString(count)));
            asking.say("most", Phrase.clause(highest ? "most.highest" : "most.lowest"));
            String measure = asking.measure(column, "sum", "mean");
            String rows = "SELECT * FROM %1$s WHERE %2$s IS NOT NULL ORDER BY %2$s %3$s LIMIT %4$d"
                    .formatted(
                            Reference.name(table.name()),
                            Reference.name(column.name()),
                            highest ? "DESC" : "ASC",
                            count);
            String sql = Reference.measure(rows, measure, column.name());
            String extreme = Reference.measure(rows, highest ? "max" : "min", column.name());
            if (!asking.facts().differ(sql, extreme)) {
                return Optional.empty();
            }
            return Optional.of(asking.question(
                    4,
                    new Criteria()
                            .columns(table.name())
                            .column(EVIDENCE, "the rows", rows, column.name())
                            .shownNumber(EVIDENCE, "the statistic", sql)
                            .answerNumber(sql)));
        });
    }

    /** The distance between the largest and the smallest value; empty where it is one of them, or nothing. */
    static Optional<Question> range(Asking asking) {
        Table table = asking.table();
        return asking.number(table).flatMap(column -> {
            asking.say("column", table, column);
            String rows = Reference.all(table.name());
            String largest = Reference.measure(rows, "max", column.name());
            String smallest = Reference.measure(rows, "min", column.name());
            String sql = "SELECT (%s)::DOUBLE - (%s)::DOUBLE".formatted(largest, smallest);
            Facts facts = asking.facts();
            if (!facts.differ(largest, smallest) || !facts.differ(largest, sql) || !facts.differ(smallest, sql)) {
                return Optional.empty();
            }
            return Optional.of(asking.question(
                    3,
                    new Criteria()
                            .columns(table.name())
                            .shownNumber(EVIDENCE, "the largest", largest)
                            .shownNumber(EVIDENCE, "the smallest", smallest)
                            .shownNumber(EVIDENCE, "the difference", sql)
                            .answerNumber(sql)));
        });
    }
}
