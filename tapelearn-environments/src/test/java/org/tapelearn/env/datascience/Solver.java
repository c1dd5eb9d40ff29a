package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.tapelearn.tape.ToolCall;

/** Knows how to answer each family's questions: the order of calls that a careful person would make. */
final class Solver {
    private final Tables tables;
    private final SortedMap<String, String> asked;
    private final List<ToolCall> calls = new ArrayList<>();
    private int derived;

    private Solver(Tables tables, SortedMap<String, String> asked) {
        this.tables = tables;
        this.asked = asked;
    }

    /**
     * Returns the calls before the answer, and the answer where it is the name of something made; else the answer is the value
     * of the checker's own query.
     */
    static Solution solve(Tables tables, String family, Question question) {
        Solver solver = new Solver(tables, question.parameters());
        String answer = solver.solve(family);
        return new Solution(List.copyOf(solver.calls), answer.isEmpty() ? value(tables, question) : answer);
    }

    /** The calls before the answer, and the answer. */
    record Solution(List<ToolCall> calls, String answer) {}

    private static String value(Tables tables, Question question) {
        String sql = question.criteria().getLast().check().path("sql").asText();
        return Cell.of(tables.query(sql).only()).text();
    }

    private String solve(String family) {
        return switch (family) {
            case "row_count", "column_count" -> open();
            case "missing_count" -> open(statistic("table", "missing"));
            case "most_missing_column" -> mostMissing();
            case "distinct_count" -> open(statistic("table", "distinct"));
            case "most_frequent_value" -> open(look(get("table"), "column"));
            case "column_statistic" -> open(statistic("table", measure()));
            case "correlation" -> open(correlation(get("table")));
            case "extreme_row" -> open(sort(get("table"), get("column")));
            case "value_range" -> range();
            case "top_statistic" -> top();
            case "complete_rows_count", "drop_duplicates_count", "drop_missing_count" -> open(clean(get("table")));
            case "clean_table" -> made(clean(get("table")));
            case "outlier_statistic", "filled_statistic" -> open(clean(get("table")), statistic("t1", measure()));
            case "filtered_count" -> filtered("table", "");
            case "filtered_statistic" -> filtered("table", "", statistic("t1", measure()));
            case "filtered_correlation" -> filtered("table", "", correlation("t1"));
            case "share_percent" -> share();
            case "filtered_plot" -> plotted(filtered("table", "", plot("t1", "histogram", get("column"), "")));
            case "histogram" -> plotted(open(plot(get("table"), "histogram", get("column"), "")));
            case "two_filters_count" -> twice();
            case "two_filters_statistic" -> twice(statistic("t2", measure()));
            case "group_extreme" -> open(group(get("table")), sort("t1", aggregate()));
            case "group_bar_plot" -> plotted(open(group(get("table")), plot("t1", "bar", get("group"), aggregate())));
            case "compare_groups" -> compare();
            case "join_count" -> join();
            case "join_group_extreme" -> join(group("t1"), sort("t2", aggregate()));
            case "join_filter_statistic" -> joinFiltered();
            case "fit_regression" -> modelled("regression");
            case "fit_classification" -> modelled("classification");
            case "clustering" -> modelled("clustering");
            case "filtered_group_extreme" -> filtered("table", "", group("t1"), sort("t2", aggregate()));
            case "filtered_extreme_row" -> filtered("table", "", sort("t1", get("column")));
            case "cleaned_filtered_statistic" -> cleanedFiltered();
            default -> throw new IllegalArgumentException("Nobody taught the solver (%s).".formatted(family));
        };
    }

    private String get(String role) {
        return asked.getOrDefault(role, role);
    }

    private String word(String role) {
        return get(role).substring(get(role).indexOf('.') + 1);
    }

    private String measure() {
        return word("measure");
    }

    private String aggregate() {
        return measure() + "_of_" + get("column");
    }

    private String open(ToolCall... then) {
        calls.add(ToolCall.of("describe_table", "table", get("table")));
        calls.addAll(List.of(then));
        return "";
    }

    private String made(ToolCall call) {
        open(call);
        return "t" + (++derived);
    }

    private static String plotted(String nothing) {
        return nothing + "p1";
    }

    private String modelled(String kind) {
        ToolCall call = kind.equals("clustering")
                ? ToolCall.of("fit_model", "table", get("table"), "kind", kind, "features", "all_numeric")
                : ToolCall.of(
                        "fit_model",
                        "table",
                        get("table"),
                        "kind",
                        kind,
                        "target",
                        get("target"),
                        "features",
                        "all_numeric");
        open(call);
        return "m1";
    }

    private String mostMissing() {
        return open(
                ToolCall.of("missing_values", "table", get("table")),
                ToolCall.of("sort_rows", "table", "t1", "column", "missing", "order", "descending"));
    }

    private ToolCall statistic(String table, String measure) {
        return ToolCall.of("statistic", "table", get(table), "column", get("column"), "measure", measure);
    }

    private ToolCall look(String table, String role) {
        return ToolCall.of("describe_column", "table", table, "column", get(role));
    }

    private ToolCall correlation(String table) {
        boolean ordered = get("x").compareTo(get("y")) < 0;
        return ToolCall.of("correlation", "table", table, "x", get(ordered ? "x" : "y"), "y", get(ordered ? "y" : "x"));
    }

    private ToolCall sort(String table, String column) {
        String order = word("most").equals("highest") ? "descending" : "ascending";
        return ToolCall.of("sort_rows", "table", table, "column", column, "order", order);
    }

    private ToolCall clean(String table) {
        String operation = word("clean");
        return operation.endsWith("_rows")
                ? ToolCall.of("clean_table", "table", table, "operation", operation)
                : ToolCall.of("clean_column", "table", table, "column", get("column"), "operation", operation);
    }

    private ToolCall filter(String table, String suffix) {
        return ToolCall.of(
                "filter_rows",
                "table",
                table,
                "column",
                get("f" + suffix),
                "operator",
                word("is" + suffix),
                "value",
                get("value" + suffix));
    }

    private ToolCall group(String table) {
        return ToolCall.of(
                "group_by",
                "table",
                table,
                "column",
                get("group"),
                "aggregate",
                measure(),
                "value_column",
                get("column"));
    }

    private static ToolCall plot(String table, String kind, String x, String y) {
        return y.isEmpty()
                ? ToolCall.of("plot", "table", table, "kind", kind, "x", x)
                : ToolCall.of("plot", "table", table, "kind", kind, "x", x, "y", y);
    }

    private static ToolCall calculate(String operation, String left, String right) {
        return ToolCall.of("calculate", "operation", operation, "left", left, "right", right);
    }

    private String filtered(String table, String suffix, ToolCall... then) {
        open(look(get(table), "f" + suffix), filter(get(table), suffix));
        calls.addAll(List.of(then));
        return "";
    }

    private String twice(ToolCall... then) {
        open(look(get("table"), "f"), look(get("table"), "f2"), filter(get("table"), ""), filter("t1", "2"));
        calls.addAll(List.of(then));
        return "";
    }

    private String cleanedFiltered() {
        return open(clean(get("table")), look(get("table"), "f"), filter("t1", ""), statistic("t2", measure()));
    }

    private String range() {
        return open(
                look(get("table"), "column"),
                calculate("subtract", show("max", get("column")), show("min", get("column"))));
    }

    private String show(String measure, String column) {
        return shown(Reference.measure(Reference.all(get("table")), measure, column));
    }

    private String shown(String sql) {
        return Cell.of(tables.query(sql).only()).text();
    }

    private String top() {
        return open(
                sort(get("table"), get("column")),
                ToolCall.of("limit_rows", "table", "t1", "n", get("n")),
                statistic("t2", measure()));
    }

    private String share() {
        Condition condition = new Condition(
                get("f"),
                word("is"),
                get("value"),
                !tables.table(get("table")).column(get("f")).number());
        String all = Reference.all(get("table"));
        return filtered(
                "table",
                "",
                calculate(
                        "percent",
                        shown(Reference.count(Reference.where(all, condition))),
                        shown(Reference.count(all))));
    }

    private String compare() {
        return open(group(get("table")), calculate("subtract", groupValue("a"), groupValue("b")));
    }

    private String groupValue(String role) {
        Condition condition = new Condition(get("group"), "=", get(role), true);
        return Cell.of(((Number) tables.query(Reference.measure(
                                        Reference.where(Reference.all(get("table")), condition),
                                        measure(),
                                        get("column")))
                                .only())
                        .doubleValue())
                .text();
    }

    private String join(ToolCall... then) {
        calls.add(ToolCall.of("describe_table", "table", get("left")));
        calls.add(ToolCall.of("describe_table", "table", get("right")));
        calls.add(joined());
        calls.addAll(List.of(then));
        return "";
    }

    private ToolCall joined() {
        return ToolCall.of(
                "join_tables",
                "left",
                get("left"),
                "right",
                get("right"),
                "left_column",
                get("left_on"),
                "right_column",
                get("right_on"));
    }

    private String joinFiltered() {
        String side = tables.table(get("left")).columnNames().contains(get("f")) ? "left" : "right";
        calls.add(ToolCall.of("describe_table", "table", get("left")));
        calls.add(ToolCall.of("describe_table", "table", get("right")));
        calls.add(look(get(side), "f"));
        calls.add(joined());
        calls.add(filter("t1", ""));
        calls.add(statistic("t2", measure()));
        return "";
    }
}
