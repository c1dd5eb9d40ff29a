package org.tapelearn.env.datascience;

import static org.tapelearn.task.Criterion.Role.EVIDENCE;
import static org.tapelearn.task.Criterion.Role.MILESTONE;

import java.util.List;
import java.util.Optional;

/** Questions about the groups of one table. */
final class Grouping {
    private static final int MOST_OPERANDS = 6;
    private static final String[] LEVELS = {"sum", "mean", "median"};
    private static final String[] MEASURES = {"sum", "mean", "min", "max", "median"};

    private Grouping() {}

    static Optional<Question> groupExtreme(Asking asking) {
        Table table = asking.table();
        return extreme(asking, table, Reference.all(table.name()), new Criteria().columns(table.name()), 0);
    }

    /** The group whose measure is largest or smallest among some rows of a table, found after {@code before} calls more. */
    static Optional<Question> extreme(
            Asking asking, Table table, String rows, Criteria criteria, int before, String... except) {
        return asking.category(table, except)
                .flatMap(group -> asking.number(table, except).flatMap(column -> {
                    asking.say("group", table, group);
                    asking.say("column", table, column);
                    String measure = asking.measure(column, LEVELS);
                    boolean highest = asking.below(3) > 0;
                    asking.say("most", Phrase.clause(highest ? "most.highest" : "most.lowest"));
                    String direction = highest ? "DESC" : "ASC";
                    String groups = Reference.groups(rows, group.name(), measure, column.name());
                    return Leader.of(asking.facts(), groups, direction)
                            .map(leader -> asking.question(
                                    before
                                            + (asking.facts()
                                                            .early(
                                                                    groups,
                                                                    asking.facts()
                                                                            .text(leader))
                                                    ? 2
                                                    : 3),
                                    criteria.groups(EVIDENCE, groups)
                                            .leader(MILESTONE, group.name(), groups, leader)
                                            .answerText(leader)));
                }));
    }

    /** The difference between the measures of two groups; empty where it is one of them, or nothing. */
    static Optional<Question> compareGroups(Asking asking) {
        Table table = asking.table();
        String all = Reference.all(table.name());
        return asking.category(table)
                .flatMap(group -> asking.number(table).flatMap(column -> {
                    asking.say("group", table, group);
                    asking.say("column", table, column);
                    String measure = asking.measure(column, MEASURES);
                    String groups = Reference.groups(all, group.name(), measure, column.name());
                    List<String> names = asking.facts().frequent(table, group);
                    if (names.size() < 2 || asking.facts().number(Reference.count(groups)) > MOST_OPERANDS) {
                        return Optional.empty();
                    }
                    String first = asking.pick(names);
                    String second = asking.pick(
                            names.stream().filter(name -> !name.equals(first)).toList());
                    String high = Reference.measure(group(all, group, first), measure, column.name());
                    String low = Reference.measure(group(all, group, second), measure, column.name());
                    String sql = "SELECT (%s)::DOUBLE - (%s)::DOUBLE".formatted(high, low);
                    double difference = asking.facts().number(sql);
                    if (!(difference > 0.01 * Math.abs(asking.facts().number(high)))
                            || !asking.facts().differ(high, sql)
                            || !asking.facts().differ(low, sql)) {
                        return Optional.empty();
                    }
                    asking.say("a", Phrase.of(first));
                    asking.say("b", Phrase.of(second));
                    return Optional.of(asking.question(
                            3,
                            new Criteria()
                                    .columns(table.name())
                                    .shownNumber(EVIDENCE, "the first group", high)
                                    .shownNumber(EVIDENCE, "the second group", low)
                                    .shownNumber(EVIDENCE, "the difference", sql)
                                    .answerNumber(sql)));
                }));
    }

    private static String group(String rows, Column group, String name) {
        return Reference.where(rows, new Condition(group.name(), "=", name, true));
    }

    static Optional<Question> groupBarPlot(Asking asking) {
        Table table = asking.table();
        return asking.category(table)
                .flatMap(group -> asking.number(table).map(column -> {
                    asking.say("group", table, group);
                    asking.say("column", table, column);
                    String measure = asking.measure(column, MEASURES);
                    String groups = Reference.groups(Reference.all(table.name()), group.name(), measure, column.name());
                    return asking.question(
                            3,
                            new Criteria()
                                    .columns(table.name())
                                    .groups(EVIDENCE, groups)
                                    .answerPlot("bar", group.name(), groups));
                }));
    }

    static Optional<Question> histogram(Asking asking) {
        Table table = asking.table();
        return asking.number(table).map(column -> {
            asking.say("column", table, column);
            String shown = "SELECT %s FROM %s".formatted(Reference.name(column.name()), Reference.name(table.name()));
            return asking.question(
                    2, new Criteria().columns(table.name()).answerPlot("histogram", column.name(), shown));
        });
    }
}
