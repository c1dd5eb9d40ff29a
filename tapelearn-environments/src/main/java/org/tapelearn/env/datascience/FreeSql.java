package org.tapelearn.env.datascience;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs statements that a caller wrote. The database is locked and has no access to files or network; on top of that, only
 * what its own parser takes for a single SELECT is run, as a subquery over the relations that the episode has opened.
 */
final class FreeSql {
    private static final int ROWS_SHOWN = 20;

    private FreeSql() {}

    static Outcome run(Tables tables, Map<String, Relation> relations, String query) throws SQLException {
        String statement = query.strip().replaceAll(";+$", "");
        String tree = (String) tables.run("SELECT json_serialize_sql(%s)::VARCHAR".formatted(Sql.text(statement)), 1)
                .only();
        if (tree == null || tree.contains("\"error\":true")) {
            return Outcome.refused("Only one SELECT statement can be run here; nothing was changed.");
        }
        String named = relations.entrySet().stream()
                .map(entry ->
                        Sql.name(entry.getKey()) + " AS (" + entry.getValue().sql() + ")")
                .collect(Collectors.joining(", "));
        String wrapped = named.isEmpty() ? statement : "WITH %s SELECT * FROM (%s)".formatted(named, statement);
        Rows rows = tables.run(wrapped, ROWS_SHOWN);
        List<Cell> shown = new ArrayList<>();
        String text = Operations.rows(rows, shown);
        String columns = rows.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        return Outcome.shows("%d rows shown (%s)%s".formatted(rows.cells().size(), columns, text), shown);
    }
}
