package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tapelearn.tape.ToolCall;

/**
 * Lists the calls that make sense, from nothing but what an episode has seen. The newest relation gets every operation, the
 * opened tables those that begin something new.
 */
final class Actions {
    static final int MOST = 800;
    private static final int ENOUGH = 400;
    private static final int MOST_SCATTERED = 5;
    private static final int MOST_PAIRED = 40;
    private static final int MOST_VALUES_SUBMITTED = 60;
    private static final int MOST_OPERANDS = 6;
    private static final int KEPT = 1_500;

    private final Tables tables;
    private final Fitting fitting;
    private final ConcurrentHashMap<String, List<ToolCall>> kept = new ConcurrentHashMap<>();

    Actions(Tables tables, Fitting fitting) {
        this.tables = tables;
        this.fitting = fitting;
    }

    /**
     * What an episode has seen.
     *
     * @param openable names of the tables of the opening
     * @param values the values shown, by column
     * @param numbers single numbers shown, the latest last
     * @param submittable what may be submitted, the latest last
     */
    record Seen(
            List<String> openable,
            Map<String, Relation> relations,
            Map<String, List<String>> values,
            List<String> numbers,
            List<String> submittable) {}

    List<ToolCall> list(Seen seen) {
        List<ToolCall> calls = new ArrayList<>();
        calls.add(ToolCall.of("list_tables"));
        for (String table : seen.openable()) {
            if (!seen.relations().containsKey(table)) {
                calls.add(ToolCall.of("describe_table", "table", table));
            }
        }
        String newest = "";
        for (String name : seen.relations().keySet()) {
            newest = name;
        }
        int room = MOST - calls.size();
        List<ToolCall> submits = submits(seen.submittable());
        List<ToolCall> sums = calculations(seen.numbers());
        room -= submits.size() + sums.size();
        List<ToolCall> joins = joins(seen);
        room -= joins.size();
        if (!newest.isEmpty()) {
            List<ToolCall> all = full(newest, seen);
            calls.addAll(all.subList(0, Math.max(0, Math.min(all.size(), room))));
            room -= all.size();
            for (Map.Entry<String, Relation> entry : seen.relations().entrySet()) {
                if (!entry.getKey().equals(newest) && seen.openable().contains(entry.getKey())) {
                    List<ToolCall> some = fresh(entry.getKey(), entry.getValue(), seen);
                    calls.addAll(some.subList(0, Math.max(0, Math.min(some.size(), room))));
                    room -= some.size();
                    List<ToolCall> more = statistics(entry.getKey(), entry.getValue());
                    if (more.size() <= room - (MOST - ENOUGH)) {
                        calls.addAll(more);
                        room -= more.size();
                    }
                }
            }
        }
        calls.addAll(joins);
        calls.addAll(sums);
        calls.addAll(submits);
        return calls;
    }

    private List<ToolCall> keep(String key, java.util.function.Supplier<List<ToolCall>> work) {
        List<ToolCall> known = kept.get(key);
        if (known == null) {
            known = List.copyOf(work.get());
            if (kept.size() >= KEPT) {
                kept.clear();
            }
            kept.put(key, known);
        }
        return known;
    }

    private static String key(String kind, String name, Relation relation, Seen seen) {
        StringBuilder key =
                new StringBuilder(kind).append('\n').append(name).append('\n').append(relation.sql());
        for (Column column : relation.columns()) {
            if (seen.values().containsKey(column.name())) {
                key.append('\n').append(column.name()).append(seen.values().get(column.name()));
            }
        }
        return key.toString();
    }

    private List<ToolCall> full(String name, Seen seen) {
        Relation relation = seen.relations().get(name);
        return relation == null
                ? List.of()
                : keep(key("full", name, relation, seen), () -> {
                    List<ToolCall> calls = new ArrayList<>();
                    calls.addAll(filters(name, relation, seen));
                    calls.addAll(columnCalls(name, relation));
                    calls.add(ToolCall.of("missing_values", "table", name));
                    calls.add(ToolCall.of("preview_table", "table", name));
                    DataTools.TABLE_CLEANINGS.forEach(
                            cleaning -> calls.add(ToolCall.of("clean_table", "table", name, "operation", cleaning)));
                    DataTools.LIMITS.forEach(n -> calls.add(ToolCall.of("limit_rows", "table", name, "n", n)));
                    calls.addAll(models(name, relation));
                    calls.addAll(statistics(name, relation));
                    calls.addAll(groupings(name, relation));
                    calls.addAll(pairs(name, relation));
                    return calls;
                });
    }

    /** What begins something new from a table that other results were made from already. */
    private List<ToolCall> fresh(String name, Relation relation, Seen seen) {
        return keep(key("fresh", name, relation, seen), () -> {
            List<ToolCall> calls = new ArrayList<>(filters(name, relation, seen));
            for (Column column : relation.columns()) {
                calls.add(ToolCall.of("describe_column", "table", name, "column", column.name()));
            }
            return calls;
        });
    }

    private static List<ToolCall> filters(String name, Relation relation, Seen seen) {
        List<ToolCall> calls = new ArrayList<>();
        for (Column column : relation.columns()) {
            List<String> operators = column.number() ? List.of(">", "<", ">=", "<=") : List.of("=", "!=");
            for (String value : seen.values().getOrDefault(column.name(), List.of())) {
                for (String operator : operators) {
                    calls.add(ToolCall.of(
                            "filter_rows",
                            "table",
                            name,
                            "column",
                            column.name(),
                            "operator",
                            operator,
                            "value",
                            value));
                }
            }
        }
        return calls;
    }

    private static List<ToolCall> columnCalls(String name, Relation relation) {
        List<ToolCall> calls = new ArrayList<>();
        for (Column column : relation.columns()) {
            String of = column.name();
            calls.add(ToolCall.of("describe_column", "table", name, "column", of));
            for (String order : DataTools.ORDERS) {
                calls.add(ToolCall.of("sort_rows", "table", name, "column", of, "order", order));
            }
            for (String cleaning : DataTools.COLUMN_CLEANINGS) {
                boolean fits = cleaning.equals("drop_missing") || column.number() != cleaning.equals("to_number");
                if (fits && (column.number() || column.kind() == Column.Kind.TEXT || cleaning.equals("drop_missing"))) {
                    calls.add(ToolCall.of("clean_column", "table", name, "column", of, "operation", cleaning));
                }
            }
        }
        return calls;
    }

    private static List<ToolCall> groupings(String name, Relation relation) {
        List<ToolCall> calls = new ArrayList<>();
        if (relation.columns().size() < 3) {
            return calls;
        }
        for (Column group : relation.columns()) {
            if (!group.grouping()) {
                continue;
            }
            calls.add(ToolCall.of("group_by", "table", name, "column", group.name(), "aggregate", "count"));
            for (Column value : relation.columns()) {
                if (value.number() && !value.equals(group)) {
                    for (String aggregate : DataTools.AGGREGATES) {
                        if (!aggregate.equals("count")) {
                            calls.add(ToolCall.of(
                                    "group_by",
                                    "table",
                                    name,
                                    "column",
                                    group.name(),
                                    "aggregate",
                                    aggregate,
                                    "value_column",
                                    value.name()));
                        }
                    }
                }
            }
        }
        return calls;
    }

    private static List<ToolCall> statistics(String name, Relation relation) {
        List<ToolCall> calls = new ArrayList<>();
        for (Column column : relation.columns()) {
            for (String measure : DataTools.MEASURES) {
                boolean any = List.of("count", "distinct", "missing").contains(measure);
                if (any || column.number()) {
                    calls.add(ToolCall.of("statistic", "table", name, "column", column.name(), "measure", measure));
                }
            }
        }
        return calls;
    }

    /** Correlations and pictures: scatter plots where there are few columns, bars and lines of small results. */
    private static List<ToolCall> pairs(String name, Relation relation) {
        List<ToolCall> calls = new ArrayList<>();
        if (relation.rows() == 0) {
            return calls;
        }
        List<String> numbers = relation.columns().stream()
                .filter(Column::number)
                .map(Column::name)
                .limit(MOST_PAIRED)
                .toList();
        for (String x : numbers) {
            calls.add(ToolCall.of("plot", "table", name, "kind", "histogram", "x", x));
            for (String y : numbers) {
                if (!x.equals(y)) {
                    if (numbers.size() <= MOST_SCATTERED) {
                        calls.add(ToolCall.of("plot", "table", name, "kind", "scatter", "x", x, "y", y));
                    }
                    if (x.compareTo(y) < 0) {
                        calls.add(ToolCall.of("correlation", "table", name, "x", x, "y", y));
                    }
                }
            }
        }
        if (relation.columns().size() == 2) {
            for (String kind : List.of("bar", "line")) {
                for (String y : numbers) {
                    String x = relation.columns().get(0).name();
                    boolean few = relation.rows() <= Drawing.MOST_BARS || !kind.equals("bar");
                    if (!x.equals(y) && few) {
                        calls.add(ToolCall.of("plot", "table", name, "kind", kind, "x", x, "y", y));
                    }
                }
            }
        }
        return calls;
    }

    /** The models of all columns of numbers that the rows do for. */
    private List<ToolCall> models(String name, Relation relation) {
        List<ToolCall> calls = new ArrayList<>();
        if (relation.rows() < Fitting.FEWEST_ROWS) {
            return calls;
        }
        if (relation.columns().stream().filter(Column::number).count() > 1
                && fitting.fits(relation, "clustering", "")) {
            calls.add(ToolCall.of("fit_model", "table", name, "kind", "clustering", "features", Fitting.ALL_NUMERIC));
        }
        for (Column target : relation.columns()) {
            String kind = target.number() ? "regression" : "classification";
            if ((target.number() || target.grouping()) && fitting.fits(relation, kind, target.name())) {
                calls.add(ToolCall.of(
                        "fit_model",
                        "table",
                        name,
                        "kind",
                        kind,
                        "target",
                        target.name(),
                        "features",
                        Fitting.ALL_NUMERIC));
            }
        }
        return calls;
    }

    private List<ToolCall> joins(Seen seen) {
        List<ToolCall> calls = new ArrayList<>();
        for (Join join : tables.joins()) {
            if (seen.relations().containsKey(join.left()) && seen.relations().containsKey(join.right())) {
                calls.add(ToolCall.of(
                        "join_tables",
                        "left",
                        join.left(),
                        "right",
                        join.right(),
                        "left_column",
                        join.leftOn(),
                        "right_column",
                        join.rightOn()));
            }
        }
        return calls;
    }

    private static List<ToolCall> calculations(List<String> numbers) {
        List<ToolCall> calls = new ArrayList<>();
        List<String> operands = numbers.subList(Math.max(0, numbers.size() - MOST_OPERANDS), numbers.size());
        for (int i = 0; i < operands.size(); i++) {
            for (int j = 0; j < operands.size(); j++) {
                if (i != j) {
                    for (String operation : DataTools.CALCULATIONS) {
                        boolean commutes = operation.equals("add") || operation.equals("multiply");
                        boolean divides = operation.equals("divide") || operation.equals("percent");
                        boolean zero = operands.get(j).equals("0");
                        if ((!commutes || i < j) && !(divides && zero)) {
                            calls.add(ToolCall.of(
                                    "calculate",
                                    "operation",
                                    operation,
                                    "left",
                                    operands.get(i),
                                    "right",
                                    operands.get(j)));
                        }
                    }
                }
            }
        }
        return calls;
    }

    private static List<ToolCall> submits(List<String> values) {
        Map<String, ToolCall> calls = new LinkedHashMap<>();
        for (int i = values.size() - 1; i >= 0 && calls.size() < MOST_VALUES_SUBMITTED; i--) {
            String value = values.get(i);
            calls.putIfAbsent(value, ToolCall.of("submit_answer", "value", value));
        }
        return List.copyOf(calls.values());
    }
}
