package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two queries give the same rows, in whatever order. Base tables never change, so what was found out about a
 * query stays true and is kept.
 */
final class Fingerprints {
    private static final int KEPT = 50_000;
    private static final double SAME = 1e-9;

    private final Tables tables;
    private final Map<String, Boolean> compared = new ConcurrentHashMap<>();

    Fingerprints(Tables tables) {
        this.tables = tables;
    }

    /** Tells whether the rows are the same as far as these columns show. */
    boolean sameRows(String sql, String otherSql, List<String> columns) {
        return keep("rows", sql, otherSql, columns, () -> print(sql, columns).equals(print(otherSql, columns)));
    }

    /** Tells whether all rows of one query are also rows of the other, as far as these columns show. */
    boolean within(String sql, String otherSql, List<String> columns) {
        return keep(
                "within",
                sql,
                otherSql,
                columns,
                () -> new Facts(tables)
                                .number(
                                        "SELECT count(*) FROM (SELECT %1$s FROM (%2$s) EXCEPT ALL SELECT %1$s FROM (%3$s))"
                                                .formatted(Reference.names(columns), sql, otherSql))
                        == 0);
    }

    private List<@Nullable Object> print(String sql, List<String> columns) {
        return tables.query(
                        "SELECT count(*), sum(hash(%s)::HUGEINT) FROM (%s)".formatted(Reference.names(columns), sql))
                .cells()
                .getFirst();
    }

    /** Tells whether a column holds the same numbers, missing ones left aside. */
    boolean sameNumbers(String sql, String otherSql, String column) {
        return keep("numbers", sql, otherSql, List.of(column), () -> {
            List<Double> numbers = sorted(sql, column);
            List<Double> others = sorted(otherSql, column);
            boolean same = numbers.size() == others.size();
            for (int i = 0; same && i < numbers.size(); i++) {
                same = close(numbers.get(i), others.get(i));
            }
            return same;
        });
    }

    private List<Double> sorted(String sql, String column) {
        return new Facts(tables)
                .numbers(
                        "SELECT v FROM (SELECT %s::DOUBLE AS v FROM (%s)) WHERE v IS NOT NULL ORDER BY v"
                                .formatted(Reference.name(column), sql),
                        0);
    }

    /** Tells whether two results of two columns have the same names with the same numbers. */
    boolean samePairs(String sql, String otherSql) {
        return keep("pairs", sql, otherSql, List.of(), () -> {
            Map<String, Double> pairs = pairs(sql);
            Map<String, Double> others = pairs(otherSql);
            return pairs.keySet().equals(others.keySet())
                    && pairs.entrySet().stream()
                            .allMatch(pair -> close(pair.getValue(), others.getOrDefault(pair.getKey(), Double.NaN)));
        });
    }

    private Map<String, Double> pairs(String sql) {
        Map<String, Double> pairs = new HashMap<>();
        for (List<@Nullable Object> row : new ArrayList<>(tables.query(sql).cells())) {
            double value = row.get(1) instanceof Number number ? number.doubleValue() : Double.NaN;
            pairs.put(Objects.toString(row.get(0)), value);
        }
        return pairs;
    }

    private static boolean close(double one, double other) {
        return one == other
                || (Double.isNaN(one) && Double.isNaN(other))
                || Math.abs(one - other) <= SAME * Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
    }

    private boolean keep(
            String kind, String sql, String otherSql, List<String> columns, java.util.function.BooleanSupplier work) {
        String key = String.join("\n", kind, sql, otherSql, String.join("\n", columns));
        Boolean known = compared.get(key);
        if (known == null) {
            known = work.getAsBoolean();
            if (compared.size() >= KEPT) {
                compared.clear();
            }
            compared.put(key, known);
        }
        return known;
    }
}
