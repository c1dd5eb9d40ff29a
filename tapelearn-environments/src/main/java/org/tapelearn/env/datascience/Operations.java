package org.tapelearn.env.datascience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.env.datascience.Column.Kind;
import org.tapelearn.error.Nearest;

/**
 * What the tools do to one relation. Operations are pure: the same relation and arguments give the same outcome, which is
 * therefore kept. Arguments are checked here, and a wrong one is answered in words that help.
 */
final class Operations {
    private static final int KEPT_OUTCOMES = 30_000;
    private static final int GROUPS_SHOWN = 10;
    private static final int ROWS_SHOWN = 5;
    private static final int VALUES_SHOWN = 20;
    private static final int LONGEST_VALUE = 100;
    private static final long KEPT_BYTES = 128L << 20;
    private static final int KEPT_VALUES = 5_000;

    private final Tables tables;
    private final ConcurrentHashMap<String, Outcome> kept = new ConcurrentHashMap<>();
    /** The rows of relations; reading one again, through all that led to it, takes the database as long as hundreds of tool calls. */
    private final Cache<String, Frame> frames = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES)
            .weigher((String sql, Frame frame) -> frame.bytes())
            .executor(Runnable::run)
            .build();

    private final ConcurrentHashMap<String, List<String>> keptValues = new ConcurrentHashMap<>();

    Operations(Tables tables) {
        this.tables = tables;
    }

    /** Gives the kept outcome of a key, or works it out. */
    private Outcome keep(String key, java.util.function.Supplier<Outcome> work) {
        Outcome known = kept.get(key);
        if (known == null) {
            known = work.get();
            if (kept.size() >= KEPT_OUTCOMES) {
                kept.clear();
            }
            kept.put(key, known);
        }
        return known;
    }

    private static String key(Relation relation, String... parts) {
        return relation.sql() + "\n" + String.join("\n", parts);
    }

    /** The rows of a relation, kept in memory while there is room. */
    Frame frame(Relation relation) {
        Frame known = frames.getIfPresent(relation.sql());
        return known == null ? keep(relation.sql(), Frame.load(tables, relation)) : known;
    }

    private Frame keep(String sql, Frame frame) {
        frames.put(sql, frame);
        return frame;
    }

    Outcome describeTable(Relation relation) {
        return keep(key(relation, "describe"), () -> {
            List<Cell> shown = new ArrayList<>();
            shown.add(Cell.of(relation.rows()));
            shown.add(Cell.of((long) relation.columns().size()));
            String columns = relation.columns().stream()
                    .map(column -> column.name() + " : " + column.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining("\n"));
            return Outcome.shows(
                    "%s : %d rows, %d columns\n%s"
                            .formatted(
                                    Outcome.TABLE,
                                    relation.rows(),
                                    relation.columns().size(),
                                    columns),
                    shown);
        });
    }

    Outcome preview(Relation relation) {
        return keep(key(relation, "preview"), () -> {
            List<Cell> shown = new ArrayList<>();
            String rows = frame(relation).show(ROWS_SHOWN, shown);
            return Outcome.shows(head(Outcome.TABLE, relation) + rows, shown);
        });
    }

    Outcome describeColumn(Relation relation, String column) {
        return keep(key(relation, "describe", column), () -> {
            String unknown = unknownColumn(relation, column);
            if (unknown != null) {
                return Outcome.refused(unknown);
            }
            return relation.column(column).number()
                    ? describeNumbers(relation, column)
                    : describeTexts(relation, column);
        });
    }

    private Outcome describeNumbers(Relation relation, String column) {
        double[] sorted = frame(relation).present(frame(relation).index(column));
        Arrays.sort(sorted);
        List<Cell> shown = new ArrayList<>();
        StringBuilder text = new StringBuilder("%s in %s".formatted(column, Outcome.TABLE));
        line(text, shown, "count", sorted.length);
        line(text, shown, "missing", relation.rows() - sorted.length);
        if (sorted.length > 0) {
            line(text, shown, "min", sorted[0]);
            line(text, shown, "q25", Measures.mark(sorted, 0.25));
            line(text, shown, "median", Measures.mark(sorted, 0.5));
            line(text, shown, "q75", Measures.mark(sorted, 0.75));
            line(text, shown, "max", sorted[sorted.length - 1]);
        }
        return Outcome.shows(text.toString(), shown);
    }

    private static void line(StringBuilder text, List<Cell> shown, String label, double value) {
        Cell cell = Cell.of(value);
        shown.add(cell);
        text.append('\n').append(label).append(" = ").append(cell.text());
    }

    private Outcome describeTexts(Relation relation, String column) {
        Frame frame = frame(relation);
        int index = frame.index(column);
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < frame.size(); row++) {
            if (!frame.missing(index, row)) {
                counts.merge(frame.text(index, row), 1, Integer::sum);
            }
        }
        List<Cell> shown = new ArrayList<>();
        StringBuilder text = new StringBuilder("%s in %s, most frequent".formatted(column, Outcome.TABLE));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(VALUES_SHOWN)
                .forEach(entry -> {
                    Cell value = Cell.of(entry.getKey());
                    Cell count = Cell.of(entry.getValue());
                    shown.add(value);
                    shown.add(count);
                    text.append('\n').append(value.text()).append(" | ").append(count.text());
                });
        return Outcome.shows(text.toString(), shown);
    }

    /** The values of a column that {@link #describeColumn} shows for use in filters: those that are written as they are. */
    List<String> values(Relation relation, String column) {
        if (keptValues.size() >= KEPT_VALUES) {
            keptValues.clear();
        }
        return keptValues.computeIfAbsent(key(relation, column), key -> {
            List<Cell> shown = describeColumn(relation, column).shown();
            boolean number = relation.column(column).number();
            Set<String> exact = number ? Set.of() : texts(relation, column);
            Set<String> values = new LinkedHashSet<>();
            for (int i = number ? 2 : 0; i < shown.size(); i += number ? 1 : 2) {
                String text = shown.get(i).text();
                if (number || (!text.isEmpty() && text.length() <= LONGEST_VALUE && exact.contains(text))) {
                    values.add(text);
                }
            }
            return List.copyOf(values);
        });
    }

    private Set<String> texts(Relation relation, String column) {
        Frame frame = frame(relation);
        int index = frame.index(column);
        Set<String> texts = new HashSet<>();
        for (int row = 0; row < frame.size(); row++) {
            texts.add(frame.text(index, row));
        }
        return texts;
    }

    Outcome filter(Relation relation, String column, String operator, String value) {
        return keep(key(relation, "filter", column, operator, value), () -> {
            String wrong = unknownColumn(relation, column);
            if (wrong == null && !DataTools.OPERATORS.contains(operator)) {
                wrong = unknownChoice("operator", operator, DataTools.OPERATORS);
            }
            if (wrong == null && relation.column(column).number() && number(value) == null) {
                wrong = "Column %s holds numbers, but (%s) is not a number.".formatted(column, value);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            String condition = condition(relation.column(column), operator, value);
            String sql = "SELECT * FROM %s WHERE %s".formatted(relation.nested(), condition);
            return made(relation.columns(), sql, matching(frame(relation), column, operator, value));
        });
    }

    private static Frame matching(Frame frame, String column, String operator, String value) {
        int index = frame.index(column);
        if (frame.columns().get(index).number()) {
            double bound = Double.parseDouble(value);
            return frame.where(row -> !frame.missing(index, row)
                    && compares(operator, Double.compare(frame.number(index, row) + 0.0, bound + 0.0)));
        }
        return frame.where(row -> !frame.missing(index, row)
                && compares(operator, frame.text(index, row).compareTo(value)));
    }

    private static boolean compares(String operator, int order) {
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case ">" -> order > 0;
            case "<" -> order < 0;
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            default -> throw new IllegalArgumentException("No operator is written (%s).".formatted(operator));
        };
    }

    private static String condition(Column column, String operator, String value) {
        String name = Sql.name(column.name());
        if (column.number()) {
            return "%s %s CAST(%s AS DOUBLE)"
                    .formatted(
                            column.kind() == Kind.NUMBER ? "CAST(" + name + " AS DOUBLE)" : name,
                            operator,
                            Sql.text(Double.toString(Double.parseDouble(value))));
        }
        return "%s::VARCHAR %s %s".formatted(name, operator, Sql.text(value));
    }

    private static @Nullable Double number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isNaN(value) ? null : value;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    Outcome group(Relation relation, String column, String aggregate, String valueColumn) {
        return keep(key(relation, "group", column, aggregate, valueColumn), () -> {
            boolean count = aggregate.equals("count");
            String wrong = unknownColumn(relation, column);
            if (wrong == null && !DataTools.AGGREGATES.contains(aggregate)) {
                wrong = unknownChoice("aggregate", aggregate, DataTools.AGGREGATES);
            }
            if (wrong == null && !count) {
                wrong = notNumbers(relation, valueColumn);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            String result = count ? "number_of_rows" : aggregate + "_of_" + valueColumn;
            if (result.equalsIgnoreCase(column)) {
                result = result + "_2";
            }
            String value = count ? "count(*)" : aggregate(aggregate, valueColumn);
            String name = Sql.name(column);
            List<Column> columns = List.of(relation.column(column), new Column(result, Kind.NUMBER));
            String sql = "SELECT %1$s, %2$s AS %3$s FROM %4$s WHERE %1$s IS NOT NULL GROUP BY %1$s ORDER BY %1$s"
                    .formatted(name, value, Sql.name(result), relation.nested());
            return shown(columns, sql, grouped(frame(relation), columns, aggregate, valueColumn));
        });
    }

    private static Frame grouped(Frame frame, List<Column> columns, String aggregate, String valueColumn) {
        int group = frame.index(columns.getFirst().name());
        boolean count = aggregate.equals("count");
        int value = count ? -1 : frame.index(valueColumn);
        boolean numbers = columns.getFirst().number();
        SortedMap<Object, List<Double>> groups = new TreeMap<>();
        for (int row = 0; row < frame.size(); row++) {
            if (!frame.missing(group, row)) {
                Object key = numbers ? (Object) frame.number(group, row) : frame.text(group, row);
                List<Double> members = groups.computeIfAbsent(key, none -> new ArrayList<>());
                if (count || !frame.missing(value, row)) {
                    members.add(count ? 1.0 : frame.number(value, row));
                }
            }
        }
        double[] results = groups.values().stream()
                .map(members ->
                        members.stream().mapToDouble(Double::doubleValue).toArray())
                .mapToDouble(members -> count ? members.length : Measures.of(aggregate, members))
                .toArray();
        Object keys = numbers
                ? groups.keySet().stream().mapToDouble(key -> (Double) key).toArray()
                : groups.keySet().stream().map(Object::toString).toArray(String[]::new);
        return Frame.of(columns, List.of(keys, results), results.length);
    }

    private static String aggregate(String aggregate, String column) {
        String value = "CAST(%s AS DOUBLE)".formatted(Sql.name(column));
        return switch (aggregate) {
            case "sum" -> "sum(" + value + ")";
            case "mean" -> "avg(" + value + ")";
            case "min" -> "min(" + value + ")";
            case "max" -> "max(" + value + ")";
            case "median" -> "median(" + value + ")";
            case "std" -> "stddev_samp(" + value + ")";
            case "variance" -> "var_samp(" + value + ")";
            case "q25" -> "quantile_cont(" + value + ", 0.25)";
            case "q75" -> "quantile_cont(" + value + ", 0.75)";
            default -> throw new IllegalArgumentException("No aggregate is called (%s).".formatted(aggregate));
        };
    }

    Outcome sort(Relation relation, String column, String order) {
        return keep(key(relation, "sort", column, order), () -> {
            String wrong = unknownColumn(relation, column);
            if (wrong == null && !DataTools.ORDERS.contains(order)) {
                wrong = unknownChoice("order", order, DataTools.ORDERS);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            String direction = order.equals("descending") ? "DESC" : "ASC";
            String others = relation.columns().stream()
                    .filter(each -> !each.name().equals(column))
                    .map(each -> ", " + Sql.name(each.name()))
                    .collect(Collectors.joining());
            String sql = "SELECT * FROM %s ORDER BY %s %s NULLS LAST%s"
                    .formatted(relation.nested(), Sql.name(column), direction, others);
            Frame frame = frame(relation);
            return shown(relation.columns(), sql, frame.sorted(frame.index(column), order.equals("descending")));
        });
    }

    Outcome limit(Relation relation, String n) {
        return keep(key(relation, "limit", n), () -> {
            if (!n.matches("[1-9][0-9]{0,5}")) {
                return Outcome.refused("The number of rows must be a whole number above 0, but is (%s).".formatted(n));
            }
            String sql = "SELECT * FROM %s LIMIT %s".formatted(relation.nested(), n);
            return shown(relation.columns(), sql, frame(relation).limit(Integer.parseInt(n)));
        });
    }

    Outcome join(Relation left, Relation right, String rightName, String leftColumn, String rightColumn) {
        return keep(key(left, "join", right.sql(), rightName, leftColumn, rightColumn), () -> {
            String wrong = unknownColumn(left, leftColumn);
            if (wrong == null) {
                wrong = unknownColumn(right, rightColumn);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            List<Column> columns = new ArrayList<>(left.columns());
            List<String> picked = new ArrayList<>();
            for (Column column : right.columns()) {
                if (column.name().equals(rightColumn)) {
                    continue;
                }
                String name = column.name();
                while (taken(columns, name)) {
                    name = rightName + "_" + name;
                }
                columns.add(new Column(name, column.kind(), column.grouping()));
                picked.add(", r.%s AS %s".formatted(Sql.name(column.name()), Sql.name(name)));
            }
            return made(
                    columns,
                    "SELECT l.*%s FROM %s AS l JOIN %s AS r ON l.%s::VARCHAR = r.%s::VARCHAR"
                            .formatted(
                                    String.join("", picked),
                                    left.nested(),
                                    right.nested(),
                                    Sql.name(leftColumn),
                                    Sql.name(rightColumn)));
        });
    }

    private static boolean taken(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    Outcome statistic(Relation relation, String column, String measure) {
        return keep(key(relation, "statistic", column, measure), () -> {
            String wrong = unknownColumn(relation, column);
            if (wrong == null && !DataTools.MEASURES.contains(measure)) {
                wrong = unknownChoice("measure", measure, DataTools.MEASURES);
            }
            boolean any = List.of("count", "distinct", "missing").contains(measure);
            if (wrong == null && !any) {
                wrong = notNumbers(relation, column);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            Frame frame = frame(relation);
            int index = frame.index(column);
            double value = any ? counted(frame, index, measure) : Measures.of(measure, frame.present(index));
            return one("%s of %s in %s".formatted(measure, column, Outcome.TABLE), value);
        });
    }

    private static double counted(Frame frame, int column, String measure) {
        Set<Object> distinct = new HashSet<>();
        int present = 0;
        for (int row = 0; row < frame.size(); row++) {
            if (!frame.missing(column, row)) {
                present++;
                distinct.add(
                        frame.columns().get(column).number()
                                ? (Object) frame.number(column, row)
                                : frame.text(column, row));
            }
        }
        return switch (measure) {
            case "count" -> present;
            case "distinct" -> distinct.size();
            default -> frame.size() - present;
        };
    }

    Outcome correlation(Relation relation, String x, String y) {
        return keep(key(relation, "correlation", x, y), () -> {
            String wrong = notNumbers(relation, x);
            if (wrong == null) {
                wrong = notNumbers(relation, y);
            }
            if (wrong != null) {
                return Outcome.refused(wrong);
            }
            Frame frame = frame(relation);
            return one(
                    "correlation of %s and %s in %s".formatted(x, y, Outcome.TABLE),
                    Measures.correlation(frame, frame.index(x), frame.index(y)));
        });
    }

    private static Outcome one(String label, double value) {
        Cell cell = Cell.of(value);
        return Double.isNaN(value)
                ? Outcome.refused(label + " : there are too few values")
                : Outcome.shows(label + " : " + cell.text(), List.of(cell));
    }

    Outcome missing(Relation relation) {
        return keep(key(relation, "missing"), () -> {
            String rows = relation.columns().stream()
                    .map(column -> "SELECT %s AS \"column\", count(*) - count(%s) AS missing, %d AS place FROM r"
                            .formatted(
                                    Sql.text(column.name()),
                                    Sql.name(column.name()),
                                    relation.columns().indexOf(column)))
                    .collect(Collectors.joining(" UNION ALL "));
            List<Column> columns = List.of(new Column("column", Kind.TEXT), new Column("missing", Kind.NUMBER));
            String sql = "WITH r AS %s SELECT \"column\", missing FROM (%s) ORDER BY place"
                    .formatted(relation.nested(), rows);
            Frame frame = frame(relation);
            double[] counts = IntStream.range(0, columns(frame))
                    .mapToDouble(column -> counted(frame, column, "missing"))
                    .toArray();
            String[] names = relation.columnNames().toArray(String[]::new);
            return shown(columns, sql, Frame.of(columns, List.of(names, counts), names.length));
        });
    }

    private static int columns(Frame frame) {
        return frame.columns().size();
    }

    Outcome cleanTable(Relation relation, String operation) {
        return keep(key(relation, "clean", operation), () -> {
            String rows = relation.nested();
            return switch (operation) {
                case "drop_missing_rows" -> {
                    String present = relation.columns().stream()
                            .map(column -> Sql.name(column.name()) + " IS NOT NULL")
                            .collect(Collectors.joining(" AND "));
                    yield made(
                            relation.columns(),
                            "SELECT * FROM %s WHERE %s".formatted(rows, present),
                            frame(relation).complete());
                }
                case "drop_duplicate_rows" ->
                    made(
                            relation.columns(),
                            "SELECT DISTINCT * FROM %s".formatted(rows),
                            frame(relation).distinct());
                default -> Outcome.refused(unknownChoice("operation", operation, DataTools.TABLE_CLEANINGS));
            };
        });
    }

    Outcome cleanColumn(Relation relation, String column, String operation) {
        return keep(key(relation, "clean", column, operation), () -> {
            String wrong = unknownColumn(relation, column);
            if (wrong == null && !DataTools.COLUMN_CLEANINGS.contains(operation)) {
                wrong = unknownChoice("operation", operation, DataTools.COLUMN_CLEANINGS);
            }
            if (wrong == null && !List.of("drop_missing", "to_number").contains(operation)) {
                wrong = notNumbers(relation, column);
            }
            return wrong != null ? Outcome.refused(wrong) : cleaned(relation, column, operation);
        });
    }

    private Outcome cleaned(Relation relation, String column, String operation) {
        String name = Sql.name(column);
        String rows = relation.nested();
        return switch (operation) {
            case "drop_missing" -> {
                Frame frame = frame(relation);
                int index = frame.index(column);
                yield made(
                        relation.columns(),
                        "SELECT * FROM %s WHERE %s IS NOT NULL".formatted(rows, name),
                        frame.where(row -> !frame.missing(index, row)));
            }
            case "fill_mean" -> filled(relation, column, "avg");
            case "fill_median" -> filled(relation, column, "median");
            case "drop_outliers" -> made(relation.columns(), """
                        WITH r AS %1$s SELECT * FROM r WHERE %2$s BETWEEN \
                        (SELECT quantile_cont(%2$s, 0.25) - 1.5 * (quantile_cont(%2$s, 0.75) - quantile_cont(%2$s, 0.25)) FROM r) AND \
                        (SELECT quantile_cont(%2$s, 0.75) + 1.5 * (quantile_cont(%2$s, 0.75) - quantile_cont(%2$s, 0.25)) FROM r)""".formatted(rows, name));
            default ->
                made(
                        relation.columns().stream()
                                .map(each -> each.name().equals(column) ? new Column(column, Kind.NUMBER) : each)
                                .toList(),
                        "SELECT * REPLACE (CASE WHEN isfinite(TRY_CAST(%1$s AS DOUBLE)) THEN TRY_CAST(%1$s AS DOUBLE) END AS %1$s) FROM %2$s"
                                .formatted(name, rows));
        };
    }

    private Outcome filled(Relation relation, String column, String measure) {
        return made(
                relation.columns(),
                "WITH r AS %3$s SELECT * REPLACE (coalesce(CAST(%1$s AS DOUBLE), (SELECT %2$s(CAST(%1$s AS DOUBLE)) FROM r)) AS %1$s) FROM r"
                        .formatted(Sql.name(column), measure, relation.nested()));
    }

    /** Runs a statement that a caller wrote; only one SELECT over the named relations is accepted. */
    Outcome sql(Map<String, Relation> relations, String query) {
        try {
            return FreeSql.run(tables, relations, query);
        } catch (SQLException refused) {
            return Outcome.refused("The query was refused: " + Tables.firstLine(refused));
        }
    }

    /** Makes a relation that only the database can work out. */
    private Outcome made(List<Column> columns, String sql) {
        return Sql.depth(sql) > Sql.DEEPEST
                ? tooDeep()
                : made(columns, sql, Frame.load(tables, new Relation(sql, columns, 0)));
    }

    /** Makes a relation and tells its size. */
    private Outcome made(List<Column> columns, String sql, Frame frame) {
        if (Sql.depth(sql) > Sql.DEEPEST) {
            return tooDeep();
        }
        Relation relation = new Relation(sql, columns, keep(sql, frame).size());
        return new Outcome(head(Outcome.NEW, relation), false, relation, List.of(Cell.of(relation.rows())));
    }

    /** Makes a relation whose order means something, and shows its first rows. */
    private Outcome shown(List<Column> columns, String sql, Frame frame) {
        if (Sql.depth(sql) > Sql.DEEPEST) {
            return tooDeep();
        }
        Relation relation = new Relation(sql, columns, keep(sql, frame).size());
        List<Cell> shown = new ArrayList<>();
        shown.add(Cell.of(relation.rows()));
        String text = head(Outcome.NEW, relation) + frame.show(columns.size() == 2 ? GROUPS_SHOWN : ROWS_SHOWN, shown);
        return new Outcome(text, false, relation, shown);
    }

    private static Outcome tooDeep() {
        return Outcome.refused(
                "This table was made in too many steps to add another; begin again from an opened table.");
    }

    private static String head(String name, Relation relation) {
        return "%s : %d rows (%s)".formatted(name, relation.rows(), String.join(", ", relation.columnNames()));
    }

    static @Nullable String unknownColumn(Relation relation, String column) {
        return relation.has(column)
                ? null
                : "There is no column (%s) here; the columns are: %s.%s"
                        .formatted(
                                column,
                                String.join(", ", relation.columnNames()),
                                Nearest.hint(column, relation.columnNames()));
    }

    static @Nullable String notNumbers(Relation relation, String column) {
        String unknown = unknownColumn(relation, column);
        if (unknown != null || relation.column(column).number()) {
            return unknown;
        }
        return "Column %s does not hold numbers; these do: %s."
                .formatted(
                        column,
                        relation.columns().stream()
                                .filter(Column::number)
                                .map(Column::name)
                                .collect(Collectors.joining(", ")));
    }

    static String unknownChoice(String parameter, String value, List<String> choices) {
        return "The %s (%s) is not one of: %s.%s"
                .formatted(parameter, value, String.join(", ", choices), Nearest.hint(value, choices));
    }
}
