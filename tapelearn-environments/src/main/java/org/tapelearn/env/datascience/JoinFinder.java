package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.List;

/** Finds columns that tie tables together: text or whole numbers of which most values on one side name rows of the other. */
final class JoinFinder {
    private static final double LEAST_MATCH = 0.8;

    private JoinFinder() {}

    static List<Join> find(Tables tables) {
        List<Join> joins = new ArrayList<>();
        for (Table left : tables.all()) {
            for (Table right : tables.all()) {
                if (!left.name().equals(right.name()) && (tables.shared() || left.split() == right.split())) {
                    for (Column column : left.columns()) {
                        right.columns().stream()
                                .filter(other -> other.name().equals(column.name()) && other.kind() == column.kind())
                                .filter(other -> column.kind() == Column.Kind.TEXT || column.number())
                                .filter(other -> names(tables, left, column, right, other))
                                .map(other -> new Join(left.name(), column.name(), right.name(), other.name()))
                                .forEach(joins::add);
                    }
                }
            }
        }
        return joins;
    }

    /** Tells whether the right column is a key whose values most rows of the left name. */
    private static boolean names(Tables tables, Table left, Column column, Table right, Column other) {
        String key = "SELECT count(DISTINCT %1$s) = count(*) FROM %2$s"
                .formatted(Sql.name(other.name()), Sql.name(right.name()));
        if (right.rows() < 2 || !Boolean.TRUE.equals(tables.query(key).only())) {
            return false;
        }
        String matched = "SELECT count(*) FROM %s WHERE %s IN (SELECT %s FROM %s)"
                .formatted(
                        Sql.name(left.name()), Sql.name(column.name()), Sql.name(other.name()), Sql.name(right.name()));
        return tables.query(matched).only() instanceof Number count
                && count.doubleValue() >= LEAST_MATCH * left.rows()
                && left.rows() > 0;
    }
}
