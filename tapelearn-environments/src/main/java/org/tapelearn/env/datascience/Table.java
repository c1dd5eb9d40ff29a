package org.tapelearn.env.datascience;

import java.util.List;
import org.tapelearn.task.Split;

/** A table of the read-only base. */
record Table(String name, String dataset, String description, Split split, long rows, List<Column> columns) {
    Table {
        columns = List.copyOf(columns);
    }

    Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Table (%s) has no column (%s).".formatted(name, columnName)));
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
