package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;

import java.util.Optional;

/** Questions kept for the final report: each step of theirs is learned elsewhere, their composition is not. */
final class Composed {
    private Composed() {}

    /** Filter, then group, then compare the groups. */
    static Optional<Question> filteredGroupExtreme(Asking asking) {
        return Filtering.select(asking)
                .flatMap(selected -> Grouping.extreme(
                        asking,
                        selected.table(),
                        selected.sql(),
                        selected.criteria(),
                        2,
                        selected.condition().column()));
    }

    /** Filter, then look for the row with the largest or smallest value. */
    static Optional<Question> filteredExtremeRow(Asking asking) {
        return Filtering.select(asking)
                .flatMap(selected -> Statistics.extreme(
                        asking,
                        selected.table(),
                        selected.sql(),
                        selected.criteria(),
                        4,
                        selected.condition().column()));
    }

    /** Drop what is missing or doubled, then filter, then take a statistic. */
    static Optional<Question> cleanedFilteredStatistic(Asking asking) {
        return Filtering.select(asking).flatMap(selected -> {
            Table table = selected.table();
            boolean doubled = asking.below(2) == 0;
            Cleaning.Cleaned cleaned = doubled ? Cleaning.withoutDuplicates(table) : Cleaning.complete(table);
            asking.say("clean", Phrase.clause(doubled ? "clean.drop_duplicate_rows" : "clean.drop_missing_rows"));
            return asking.number(table, selected.condition().column())
                    .flatMap(column -> statistic(asking, selected, cleaned, column));
        });
    }

    private static Optional<Question> statistic(
            Asking asking, Filtering.Selected selected, Cleaning.Cleaned cleaned, Column column) {
        Table table = selected.table();
        if (asking.facts().number(Reference.count(cleaned.sql())) == table.rows()) {
            return Optional.empty();
        }
        asking.say("column", table, column);
        String measure = asking.measure(column, Statistics.DEEP);
        String rows = Reference.where(cleaned.sql(), selected.condition());
        String sql = Reference.measure(rows, measure, column.name());
        Facts facts = asking.facts();
        if (facts.number(Reference.count(rows)) < Asking.FEWEST_ROWS
                || facts.groupable(table, selected.condition(), measure)
                || !facts.differ(sql, Reference.measure(selected.sql(), measure, column.name()))
                || !facts.differ(sql, Reference.measure(cleaned.sql(), measure, column.name()))) {
            return Optional.empty();
        }
        return Optional.of(asking.question(
                5,
                new Criteria()
                        .columns(table.name())
                        .value(selected.condition())
                        .anyRows("some of the rows taken away", selected.sql(), cleaned.sql(), table.columnNames())
                        .rows(EVIDENCE, "selected rows", rows, table.columnNames())
                        .shownNumber(EVIDENCE, "the statistic", sql)
                        .answerNumber(sql)));
    }
}
