package org.tapelearn.env.datascience;

import java.util.List;

/**
 * Rows that a query over the base defines. It never changes and holds no rows itself, so an episode's scratch space is
 * nothing but names for relations.
 */
record Relation(String sql, List<Column> columns, long rows) {
    Relation {
        columns = List.copyOf(columns);
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column (%s).".formatted(name)));
    }

    /** The query as a part of another. */
    String nested() {
        return "(" + sql + ")";
    }
}
