package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;
import static org.tapelearn.task.Criterion.Role.MILESTONE;

import java.util.Optional;
import org.tapelearn.task.Criterion;

/** Questions about the rows of one table that meet a condition. */
final class Filtering {
    private static final int MOST_OPERANDS = 6;

    private Filtering() {}

    /** The rows of a table that meet a condition, which the sentence already knows. */
    record Selected(Table table, Condition condition, String all, String sql) {
        /** The first steps of every solution; each of them asks for the rows with a value of their own. */
        Criteria criteria() {
            return new Criteria()
                    .columns(table.name())
                    .value(condition)
                    .rows(EVIDENCE, "selected rows", sql, table.columnNames());
        }
    }

    static Optional<Selected> select(Asking asking, String... except) {
        Table table = asking.table();
        return select(asking, table, except);
    }

    static Optional<Selected> select(Asking asking, Table table, String... except) {
        String all = Reference.all(table.name());
        return asking.condition(table, all, except).map(condition -> {
            asking.say("", table, condition);
            return new Selected(table, condition, all, Reference.where(all, condition));
        });
    }

    static Optional<Question> filteredCount(Asking asking) {
        return select(asking).map(selected -> {
            String sql = Reference.count(selected.sql());
            boolean counted = selected.condition().operator().equals("=");
            Criterion.Role rows = counted ? MILESTONE : EVIDENCE;
            return asking.question(
                    counted ? 2 : 3,
                    new Criteria()
                            .columns(selected.table().name())
                            .value(selected.condition())
                            .rows(
                                    rows,
                                    "selected rows",
                                    selected.sql(),
                                    selected.table().columnNames())
                            .shownNumber(EVIDENCE, "their number", sql)
                            .answerNumber(sql));
        });
    }

    static Optional<Question> filteredStatistic(Asking asking) {
        return select(asking)
                .flatMap(selected -> asking.number(
                                selected.table(), selected.condition().column())
                        .flatMap(column -> {
                            asking.say("column", selected.table(), column);
                            String measure = asking.measure(column, Statistics.MEASURES);
                            String sql = Reference.measure(selected.sql(), measure, column.name());
                            String unfiltered = Reference.measure(selected.all(), measure, column.name());
                            if (!asking.facts().differ(sql, unfiltered)) {
                                return Optional.empty();
                            }
                            return Optional.of(asking.question(
                                    size(asking.facts(), selected, measure, column),
                                    criteria(asking.facts(), selected, measure, column)
                                            .shownNumber(EVIDENCE, "the statistic", sql)
                                            .answerNumber(sql)));
                        }));
    }

    /** Where the condition names one of a few groups, forming the groups answers it too. */
    private static Criteria criteria(Facts facts, Selected selected, String measure, Column column) {
        if (!facts.groupable(selected.table(), selected.condition(), measure)) {
            return selected.criteria();
        }
        return new Criteria()
                .columns(selected.table().name())
                .value(selected.condition())
                .rowsOrGroups(
                        "selected rows",
                        selected.sql(),
                        selected.table().columnNames(),
                        groups(selected, measure, column));
    }

    private static int size(Facts facts, Selected selected, String measure, Column column) {
        if (!facts.groupable(selected.table(), selected.condition(), measure)) {
            return 4;
        }
        return facts.early(
                        groups(selected, measure, column), selected.condition().value())
                ? 2
                : 3;
    }

    private static String groups(Selected selected, String measure, Column column) {
        return Reference.groups(selected.all(), selected.condition().column(), measure, column.name());
    }

    static Optional<Question> filteredCorrelation(Asking asking) {
        return select(asking)
                .flatMap(selected -> asking.number(
                                selected.table(), selected.condition().column())
                        .flatMap(x -> asking.number(
                                        selected.table(), selected.condition().column(), x.name())
                                .flatMap(y -> {
                                    asking.say("x", selected.table(), x);
                                    asking.say("y", selected.table(), y);
                                    String sql = Reference.correlation(selected.sql(), x.name(), y.name());
                                    String unfiltered = Reference.correlation(selected.all(), x.name(), y.name());
                                    double r = Math.abs(asking.facts().number(sql));
                                    if (!(r > 0.02 && r < 0.999)
                                            || !asking.facts().differ(sql, unfiltered)) {
                                        return Optional.empty();
                                    }
                                    return Optional.of(asking.question(
                                            4,
                                            selected.criteria()
                                                    .shownNumber(EVIDENCE, "the correlation", sql)
                                                    .answerNumber(sql)));
                                })));
    }

    static Optional<Question> sharePercent(Asking asking) {
        return select(asking).map(selected -> {
            String part = Reference.count(selected.sql());
            String sql = "SELECT 100.0 * (%s) / (%s)".formatted(part, Reference.count(selected.all()));
            return asking.question(
                    shareSize(asking.facts(), selected),
                    new Criteria()
                            .columns(selected.table().name())
                            .value(selected.condition())
                            .shownNumber(EVIDENCE, "the number of those rows", part)
                            .shownNumber(EVIDENCE, "the share", sql)
                            .answerNumber(sql));
        });
    }

    /** Where there are few groups, counting them all shows the number without a look at the values. */
    private static int shareSize(Facts facts, Selected selected) {
        Column column = selected.table().column(selected.condition().column());
        boolean grouped =
                selected.condition().operator().equals("=") && facts.distinct(selected.table(), column) < MOST_OPERANDS;
        return grouped ? 3 : 4;
    }

    static Optional<Question> filteredPlot(Asking asking) {
        return select(asking)
                .flatMap(selected -> asking.number(
                                selected.table(), selected.condition().column())
                        .map(column -> {
                            asking.say("column", selected.table(), column);
                            String shown =
                                    "SELECT %s FROM (%s)".formatted(Reference.name(column.name()), selected.sql());
                            return asking.question(
                                    4, selected.criteria().answerPlot("histogram", column.name(), shown));
                        }));
    }

    /** Two conditions on different columns, each of which takes rows away. */
    record Twice(Selected first, Condition second, String sql) {
        /** Tells whether a look at the values of one column would show how many rows there are. */
        boolean counted() {
            return first.condition().operator().equals("=") || second.operator().equals("=");
        }

        /** Tells whether a grouping would take the place of a filter. */
        boolean groupable(Facts facts, String measure) {
            return facts.groupable(first.table(), first.condition(), measure)
                    || facts.groupable(first.table(), second, measure);
        }
    }

    static Optional<Twice> selectTwice(Asking asking) {
        return select(asking)
                .flatMap(first -> asking.condition(
                                first.table(), first.sql(), first.condition().column())
                        .map(second -> {
                            asking.say("2", first.table(), second);
                            return new Twice(first, second, Reference.where(first.sql(), second));
                        }));
    }

    static Optional<Question> twoFiltersCount(Asking asking) {
        return selectTwice(asking).flatMap(twice -> {
            String sql = Reference.count(twice.sql());
            if (twice.counted()) {
                return Optional.empty();
            }
            if (!asking.facts()
                    .differ(sql, Reference.count(Reference.where(twice.first().all(), twice.second())))) {
                return Optional.empty();
            }
            return Optional.of(asking.question(5, criteria(twice).answerNumber(sql)));
        });
    }

    static Optional<Question> twoFiltersStatistic(Asking asking) {
        return selectTwice(asking)
                .flatMap(twice -> asking.number(
                                twice.first().table(),
                                twice.first().condition().column(),
                                twice.second().column())
                        .flatMap(column -> {
                            asking.say("column", twice.first().table(), column);
                            String measure = asking.measure(column, Statistics.DEEP);
                            String sql = Reference.measure(twice.sql(), measure, column.name());
                            String once = Reference.measure(twice.first().sql(), measure, column.name());
                            String other = Reference.measure(
                                    Reference.where(twice.first().all(), twice.second()), measure, column.name());
                            String none = Reference.measure(twice.first().all(), measure, column.name());
                            Facts facts = asking.facts();
                            if (twice.groupable(facts, measure)
                                    || !facts.differ(sql, once)
                                    || !facts.differ(sql, other)
                                    || !facts.differ(sql, none)) {
                                return Optional.empty();
                            }
                            return Optional.of(asking.question(
                                    6,
                                    criteria(twice)
                                            .shownNumber(EVIDENCE, "the statistic", sql)
                                            .answerNumber(sql)));
                        }));
    }

    private static Criteria criteria(Twice twice) {
        Table table = twice.first().table();
        return new Criteria()
                .columns(table.name())
                .value(twice.first().condition())
                .value(twice.second())
                .anyRows(
                        "some of the rows taken away",
                        twice.first().sql(),
                        Reference.where(twice.first().all(), twice.second()),
                        table.columnNames())
                .rows(EVIDENCE, "selected rows", twice.sql(), table.columnNames());
    }
}
