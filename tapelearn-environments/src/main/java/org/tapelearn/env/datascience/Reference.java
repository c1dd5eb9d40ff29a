package org.tapelearn.env.datascience;

import java.util.List;
import java.util.stream.Collectors;

/** The checker's own SQL: written here from the questions, never by the tools that the agent calls. */
final class Reference {
    private Reference() {}

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    static String names(List<String> identifiers) {
        return identifiers.stream().map(Reference::name).collect(Collectors.joining(", "));
    }

    static String all(String table) {
        return "SELECT * FROM " + name(table);
    }

    static String where(String rows, Condition condition) {
        return "SELECT * FROM (%s) WHERE %s".formatted(rows, condition.sql());
    }

    static String count(String rows) {
        return "SELECT count(*) FROM (%s)".formatted(rows);
    }

    /** One value of a column: its measure over all rows that have it. */
    static String measure(String rows, String measure, String column) {
        return "SELECT %s FROM (%s)".formatted(aggregate(measure, column), rows);
    }

    /** One row a group that is not missing, with the measure of a column, or the number of rows. */
    static String groups(String rows, String group, String measure, String column) {
        return "SELECT %1$s, %2$s FROM (%3$s) WHERE %1$s IS NOT NULL GROUP BY %1$s"
                .formatted(name(group), aggregate(measure, column), rows);
    }

    static String aggregate(String measure, String column) {
        String value = name(column);
        return switch (measure) {
            case "count" -> "count(*)";
            case "sum" -> "sum(" + value + ")";
            case "mean" -> "avg(" + value + ")";
            case "median" -> "median(" + value + ")";
            case "min" -> "min(" + value + ")";
            case "max" -> "max(" + value + ")";
            case "std" -> "stddev_samp(" + value + ")";
            case "variance" -> "var_samp(" + value + ")";
            case "q25" -> "quantile_cont(" + value + ", 0.25)";
            case "q75" -> "quantile_cont(" + value + ", 0.75)";
            case "distinct" -> "count(DISTINCT " + value + ")";
            case "missing" -> "count(*) - count(" + value + ")";
            default -> throw new IllegalArgumentException("The checker knows no measure (%s).".formatted(measure));
        };
    }

    static String correlation(String rows, String x, String y) {
        return "SELECT corr(%s, %s) FROM (%s)".formatted(name(x), name(y), rows);
    }
}
