package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;
import static org.tapelearn.task.Criterion.Role.MILESTONE;

import java.util.List;
import java.util.Optional;

/** Questions about how much there is in a table, and what is missing. */
final class Counting {
    private static final int SHOWN = 10;

    private Counting() {}

    static Optional<Question> rowCount(Asking asking) {
        Table table = asking.table();
        String sql = Reference.count(Reference.all(table.name()));
        return Optional.of(asking.question(
                1, new Criteria().shownNumber(EVIDENCE, "row count", sql).answerNumber(sql)));
    }

    static Optional<Question> columnCount(Asking asking) {
        Table table = asking.table();
        String sql = "SELECT count(*) FROM (DESCRIBE %s)".formatted(Reference.name(table.name()));
        return Optional.of(asking.question(
                1, new Criteria().shownNumber(EVIDENCE, "column count", sql).answerNumber(sql)));
    }

    static Optional<Question> missingCount(Asking asking) {
        Table table = asking.table();
        return asking.column(table, column -> asking.facts().missing(table, column) > 0)
                .map(column -> {
                    asking.say("column", table, column);
                    String sql = Reference.measure(Reference.all(table.name()), "missing", column.name());
                    return asking.question(
                            2,
                            new Criteria()
                                    .columns(table.name())
                                    .shownNumber(EVIDENCE, "missing values", sql)
                                    .answerNumber(sql));
                });
    }

    static Optional<Question> distinctCount(Asking asking) {
        Table table = asking.table();
        return asking.column(table, column -> asking.facts().distinct(table, column) > 1)
                .flatMap(column -> {
                    asking.say("column", table, column);
                    String sql = Reference.measure(Reference.all(table.name()), "distinct", column.name());
                    if (asking.facts().number(sql) == table.rows()) {
                        return Optional.empty();
                    }
                    return Optional.of(asking.question(
                            2,
                            new Criteria()
                                    .columns(table.name())
                                    .shownNumber(EVIDENCE, "distinct values", sql)
                                    .answerNumber(sql)));
                });
    }

    static Optional<Question> mostFrequentValue(Asking asking) {
        Table table = asking.table();
        return asking.category(table).flatMap(column -> {
            asking.say("column", table, column);
            String groups = Reference.groups(Reference.all(table.name()), column.name(), "count", column.name());
            return Leader.of(asking.facts(), groups, "DESC")
                    .map(leader -> asking.question(
                            2,
                            new Criteria()
                                    .columns(table.name())
                                    .shownText(EVIDENCE, "the value", leader)
                                    .shownNumber(EVIDENCE, "its rows", Leader.valueOf(groups, "DESC"))
                                    .answerText(leader)));
        });
    }

    static Optional<Question> mostMissingColumn(Asking asking) {
        Table table = asking.table();
        String missing = String.join(
                " UNION ALL ",
                table.columns().stream()
                        .map(column -> "SELECT %s, count(*) - count(%s) FROM %s"
                                .formatted(
                                        Reference.text(column.name()),
                                        Reference.name(column.name()),
                                        Reference.name(table.name())))
                        .toList());
        return Leader.of(asking.facts(), missing, "DESC")
                .map(leader -> asking.question(
                        place(table, asking.facts().text(leader)) < SHOWN ? 2 : 3,
                        new Criteria()
                                .columns(table.name())
                                .groups(EVIDENCE, missing)
                                .leader(MILESTONE, "column", missing, leader)
                                .answerText(leader)));
    }

    private static int place(Table table, String column) {
        return table.columnNames().indexOf(column);
    }

    static Optional<Question> dropMissingCount(Asking asking) {
        Table table = asking.table();
        return asking.column(table, column -> asking.facts().missing(table, column) > 0)
                .map(column -> {
                    asking.say("column", table, column);
                    asking.say("clean", Phrase.clause("clean.drop_missing"));
                    String sql = "SELECT count(%s) FROM %s"
                            .formatted(Reference.name(column.name()), Reference.name(table.name()));
                    return asking.question(
                            2,
                            new Criteria()
                                    .columns(table.name())
                                    .shownNumber(EVIDENCE, "rows left", sql)
                                    .answerNumber(sql));
                });
    }

    static Optional<Question> dropDuplicatesCount(Asking asking) {
        return counted(asking, "drop_duplicate_rows", Cleaning.withoutDuplicates(asking.table()));
    }

    static Optional<Question> completeRowsCount(Asking asking) {
        return counted(asking, "drop_missing_rows", Cleaning.complete(asking.table()));
    }

    private static Optional<Question> counted(Asking asking, String operation, Cleaning.Cleaned cleaned) {
        asking.say("clean", Phrase.clause("clean." + operation));
        String sql = Reference.count(cleaned.sql());
        double left = asking.facts().number(sql);
        if (left == cleaned.table().rows() || left < Asking.FEWEST_ROWS) {
            return Optional.empty();
        }
        List<String> columns = cleaned.table().columnNames();
        return Optional.of(asking.question(
                2,
                new Criteria()
                        .columns(cleaned.table().name())
                        .rows(EVIDENCE, "cleaned rows", cleaned.sql(), columns)
                        .answerNumber(sql)));
    }
}
