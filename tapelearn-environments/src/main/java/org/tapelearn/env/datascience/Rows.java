package org.tapelearn.env.datascience;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a query: one list of values a row, as the database driver gives them. */
record Rows(List<Column> columns, List<List<@Nullable Object>> cells) {
    Rows {
        columns = List.copyOf(columns);
    }

    /** The only value of a result of one row and one column. */
    @Nullable
    Object only() {
        return cells.getFirst().getFirst();
    }
}
