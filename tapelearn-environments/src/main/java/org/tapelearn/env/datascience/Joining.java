package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;
import static org.tapelearn.task.Criterion.Role.MILESTONE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Questions about two tables of one data set that belong together. */
final class Joining {
    private static final String[] LEVELS = {"mean", "median", "sum"};

    private Joining() {}

    /** Two tables matched by their keys. */
    record Joined(Table left, Table right, Join join) {
        /** The matched rows with some columns of each side. */
        String sql(List<Column> leftColumns, List<Column> rightColumns) {
            Stream<String> chosen = Stream.concat(
                    leftColumns.stream().map(column -> "l." + Reference.name(column.name())),
                    rightColumns.stream().map(column -> "r." + Reference.name(column.name())));
            return "SELECT %s FROM %s AS l JOIN %s AS r ON l.%s = r.%s"
                    .formatted(
                            String.join(", ", chosen.toList()),
                            Reference.name(left.name()),
                            Reference.name(right.name()),
                            Reference.name(join.leftOn()),
                            Reference.name(join.rightOn()));
        }

        /** The first steps of every solution. */
        Criteria criteria() {
            return new Criteria().columns(left.name()).columns(right.name());
        }

        /** Columns that keep their names when the tables are joined. */
        Predicate<Column> clear() {
            return column -> !(left.columnNames().contains(column.name())
                            && right.columnNames().contains(column.name()))
                    && !column.name().equals(join.leftOn())
                    && !column.name().equals(join.rightOn());
        }
    }

    static Optional<Joined> join(Asking asking) {
        return asking.any(asking.joins()).map(join -> {
            Joined joined = new Joined(asking.table(join.left()), asking.table(join.right()), join);
            asking.say("left", new Phrase.Clause("table", Map.of("t", Asking.naming(joined.left()))));
            asking.say("right", new Phrase.Clause("table", Map.of("t", Asking.naming(joined.right()))));
            asking.say("t", Asking.naming(joined.left()));
            asking.say("u", Asking.naming(joined.right()));
            asking.say("key", joined.left(), joined.left().column(join.leftOn()));
            asking.say("keys", key(joined));
            asking.note(joined);
            return joined;
        });
    }

    private static Phrase key(Joined joined) {
        String left = Naming.words(joined.join().leftOn());
        String right = Naming.words(joined.join().rightOn());
        if (left.equals(right)) {
            return new Phrase.Clause("by.one", Map.of("k", Phrase.of(left)));
        }
        return new Phrase.Clause("by.two", Map.of("k", Phrase.of(left), "l", Phrase.of(right)));
    }

    static Optional<Question> joinCount(Asking asking) {
        return join(asking).flatMap(joined -> {
            String rows = joined.sql(joined.left().columns(), List.of());
            String sql = Reference.count(rows);
            if (asking.facts().number(sql) < Asking.FEWEST_ROWS) {
                return Optional.empty();
            }
            return Optional.of(asking.question(
                    3,
                    joined.criteria()
                            .shownNumber(EVIDENCE, "the matched rows", sql)
                            .answerNumber(sql)));
        });
    }

    /** A group of one table and a number of the other. */
    static Optional<Question> joinGroupExtreme(Asking asking) {
        return join(asking).flatMap(joined -> {
            boolean groupLeft = asking.below(2) == 0;
            Table groupTable = groupLeft ? joined.left() : joined.right();
            Table numberTable = groupLeft ? joined.right() : joined.left();
            Facts facts = asking.facts();
            return asking.column(groupTable, joined.clear().and(c -> facts.grouping(groupTable, c)))
                    .flatMap(group -> asking.column(
                                    numberTable, joined.clear().and(c -> facts.measurable(numberTable, c)))
                            .flatMap(column -> groupExtreme(asking, joined, groupLeft, group, column)));
        });
    }

    private static Optional<Question> groupExtreme(
            Asking asking, Joined joined, boolean groupLeft, Column group, Column column) {
        asking.say("group", groupLeft ? joined.left() : joined.right(), group);
        asking.say("column", groupLeft ? joined.right() : joined.left(), column);
        String measure = asking.measure(column, LEVELS);
        boolean highest = asking.below(3) > 0;
        asking.say("most", Phrase.clause(highest ? "most.highest" : "most.lowest"));
        String direction = highest ? "DESC" : "ASC";
        String rows =
                groupLeft ? joined.sql(List.of(group), List.of(column)) : joined.sql(List.of(column), List.of(group));
        String groups = Reference.groups(rows, group.name(), measure, column.name());
        return Leader.of(asking.facts(), groups, direction)
                .map(leader -> asking.question(
                        asking.facts().early(groups, asking.facts().text(leader)) ? 4 : 5,
                        joined.criteria()
                                .rows(MILESTONE, "matched rows", rows, List.of(group.name(), column.name()))
                                .groups(EVIDENCE, groups)
                                .leader(MILESTONE, group.name(), groups, leader)
                                .answerText(leader)));
    }

    /** A statistic of one table's column where a condition holds on the other's. */
    static Optional<Question> joinFilterStatistic(Asking asking) {
        return join(asking).flatMap(joined -> {
            boolean filterLeft = asking.below(2) == 0;
            Table filterTable = filterLeft ? joined.left() : joined.right();
            Table numberTable = filterLeft ? joined.right() : joined.left();
            String[] shared = filterTable.columnNames().stream()
                    .filter(name -> !joined.clear().test(filterTable.column(name)))
                    .toArray(String[]::new);
            return asking.condition(filterTable, Reference.all(filterTable.name()), shared)
                    .flatMap(condition -> asking.column(
                                    numberTable,
                                    joined.clear().and(c -> asking.facts().measurable(numberTable, c)))
                            .flatMap(column -> statistic(asking, joined, filterLeft, condition, column)));
        });
    }

    private static Optional<Question> statistic(
            Asking asking, Joined joined, boolean filterLeft, Condition condition, Column column) {
        Table filterTable = filterLeft ? joined.left() : joined.right();
        Column filter = filterTable.column(condition.column());
        asking.say("", filterTable, condition);
        asking.say("column", filterLeft ? joined.right() : joined.left(), column);
        String measure = asking.measure(column, Statistics.DEEP);
        String rows = filterLeft
                ? joined.sql(List.of(filter), List.of(column))
                : joined.sql(List.of(column), List.of(filter));
        String selected = Reference.where(rows, condition);
        String sql = Reference.measure(selected, measure, column.name());
        Facts facts = asking.facts();
        if (facts.number(Reference.count(selected)) < Asking.FEWEST_ROWS
                || facts.groupable(filterTable, condition, measure)
                || !facts.differ(sql, Reference.measure(rows, measure, column.name()))) {
            return Optional.empty();
        }
        List<String> columns = List.of(filter.name(), column.name());
        return Optional.of(asking.question(
                6,
                joined.criteria()
                        .value(condition)
                        .rows(MILESTONE, "matched rows", rows, columns)
                        .rows(EVIDENCE, "selected rows", selected, columns)
                        .shownNumber(EVIDENCE, "the statistic", sql)
                        .answerNumber(sql)));
    }
}
