package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;

import java.util.Optional;
import java.util.stream.Collectors;

/** Questions about tables whose faults were mended. */
final class Cleaning {
    /** The rows of a table after a cleaning. */
    record Cleaned(Table table, String sql) {}

    private Cleaning() {}

    static Cleaned withoutDuplicates(Table table) {
        return new Cleaned(table, "SELECT DISTINCT * FROM " + Reference.name(table.name()));
    }

    static Cleaned complete(Table table) {
        return new Cleaned(
                table,
                Reference.all(table.name())
                        + table.columnNames().stream()
                                .map(column -> Reference.name(column) + " IS NOT NULL")
                                .collect(Collectors.joining(" AND ", " WHERE ", "")));
    }

    static Cleaned present(Table table, Column column) {
        return new Cleaned(
                table, Reference.all(table.name()) + " WHERE " + Reference.name(column.name()) + " IS NOT NULL");
    }

    /** Rows whose value lies within one and a half interquartile ranges around the quartiles, or is missing. */
    static Cleaned withoutOutliers(Table table, Column column) {
        String all = Reference.all(table.name());
        return new Cleaned(
                table, """
                SELECT %1$s FROM (%2$s) AS rows, (SELECT quantile_cont(%3$s, 0.25) AS lower_quartile, \
                quantile_cont(%3$s, 0.75) AS upper_quartile FROM (%2$s)) AS quartiles \
                WHERE %3$s IS NULL OR %3$s BETWEEN lower_quartile - 1.5 * (upper_quartile - lower_quartile) \
                AND upper_quartile + 1.5 * (upper_quartile - lower_quartile)""".formatted(Reference.names(table.columnNames()), all, Reference.name(column.name())));
    }

    static Cleaned filled(Table table, Column column, String measure) {
        String name = Reference.name(column.name());
        return new Cleaned(
                table,
                "SELECT * REPLACE (coalesce(%1$s, (SELECT %2$s FROM %3$s)) AS %1$s) FROM %3$s"
                        .formatted(name, Reference.aggregate(measure, column.name()), Reference.name(table.name())));
    }

    /** Statistics of a column without its outliers. */
    static Optional<Question> outlierStatistic(Asking asking) {
        Table table = asking.table();
        return asking.number(table).flatMap(column -> {
            asking.say("column", table, column);
            asking.say("clean", Phrase.clause("clean.drop_outliers"));
            String measure = asking.measure(column, "mean", "mean", "std", "max", "min", "median", "sum");
            return statistic(asking, withoutOutliers(table, column), column, measure);
        });
    }

    /** Statistics of a column whose gaps were filled. */
    static Optional<Question> filledStatistic(Asking asking) {
        Table table = asking.table();
        return asking.column(
                        table,
                        column -> asking.facts().measurable(table, column)
                                && asking.facts().missing(table, column) > 0)
                .flatMap(column -> {
                    asking.say("column", table, column);
                    String fill = asking.either("mean", "median");
                    asking.say("clean", Phrase.clause("clean.fill_" + fill));
                    String measure = asking.measure(column, "mean", "std", "variance", "sum", "median", "q25", "q75");
                    return statistic(asking, filled(table, column, fill), column, measure);
                });
    }

    private static Optional<Question> statistic(Asking asking, Cleaned cleaned, Column column, String measure) {
        String sql = Reference.measure(cleaned.sql(), measure, column.name());
        String untouched = Reference.measure(Reference.all(cleaned.table().name()), measure, column.name());
        if (!asking.facts().differ(sql, untouched)) {
            return Optional.empty();
        }
        return Optional.of(asking.question(
                3,
                new Criteria()
                        .columns(cleaned.table().name())
                        .column(EVIDENCE, "cleaned rows", cleaned.sql(), column.name())
                        .shownNumber(EVIDENCE, "the statistic", sql)
                        .answerNumber(sql)));
    }

    /** The cleaned table itself is the answer. */
    static Optional<Question> cleanTable(Asking asking) {
        Table table = asking.table();
        return switch (asking.below(4)) {
            case 0 -> cleaned(asking, withoutDuplicates(table), "drop_duplicate_rows");
            case 1 -> cleaned(asking, complete(table), "drop_missing_rows");
            case 2 ->
                asking.column(table, column -> asking.facts().missing(table, column) > 0)
                        .flatMap(column -> cleanedColumn(asking, present(table, column), "drop_missing", column));
            default ->
                asking.number(table)
                        .filter(column -> asking.facts().missing(table, column) == 0)
                        .flatMap(column ->
                                cleanedColumn(asking, withoutOutliers(table, column), "drop_outliers", column));
        };
    }

    private static Optional<Question> cleanedColumn(Asking asking, Cleaned cleaned, String operation, Column column) {
        asking.say("column", cleaned.table(), column);
        return cleaned(asking, cleaned, operation);
    }

    private static Optional<Question> cleaned(Asking asking, Cleaned cleaned, String operation) {
        asking.say("clean", Phrase.clause("clean." + operation));
        double left = asking.facts().number(Reference.count(cleaned.sql()));
        if (left == cleaned.table().rows() || left < Asking.FEWEST_ROWS) {
            return Optional.empty();
        }
        return Optional.of(asking.question(
                2,
                new Criteria()
                        .columns(cleaned.table().name())
                        .rows(
                                EVIDENCE,
                                "cleaned rows",
                                cleaned.sql(),
                                cleaned.table().columnNames())
                        .answerRows(cleaned.sql(), cleaned.table().columnNames())));
    }
}
