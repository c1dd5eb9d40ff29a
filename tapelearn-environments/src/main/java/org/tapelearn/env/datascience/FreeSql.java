package org.tapelearn.env.datascience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.EnvironmentFault;

/**
 * Runs statements that a caller wrote. The database is locked and has no access to files or network; on top of that, only
 * what its own parser takes for a single SELECT, and {@link SqlGuard} for harmless, is run, as a subquery over the relations
 * that the episode has opened, for two seconds at most.
 */
final class FreeSql {
    private static final int ROWS_SHOWN = 20;
    private static final int MOST_CHARACTERS = 4_000;
    private static final int LONGEST_TEXT = 200;
    private static final int SECONDS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FreeSql() {}

    static Outcome run(Tables tables, Map<String, Relation> relations, String query) throws SQLException {
        String statement = query.strip().replaceAll("[;\\s]+$", "");
        String wrong = fault(tables, relations, statement);
        if (wrong != null) {
            return Outcome.refused(wrong);
        }
        String named = relations.entrySet().stream()
                .map(entry ->
                        Sql.name(entry.getKey()) + " AS (" + entry.getValue().sql() + ")")
                .collect(Collectors.joining(", "));
        // the line ends before the bracket, in case the statement ends in a comment
        String wrapped = named.isEmpty() ? statement : "WITH %s SELECT * FROM (%s\n)".formatted(named, statement);
        try {
            return show(tables.run(wrapped, ROWS_SHOWN, SECONDS));
        } catch (SQLTimeoutException stopped) {
            return Outcome.refused("The query was stopped after %d seconds; ask for less.".formatted(SECONDS));
        }
    }

    private static @Nullable String fault(Tables tables, Map<String, Relation> relations, String statement)
            throws SQLException {
        if (statement.length() > MOST_CHARACTERS) {
            return "The query has %d characters; at most %d are read.".formatted(statement.length(), MOST_CHARACTERS);
        }
        if (Sql.depth(statement) > Sql.DEEPEST) {
            return "The query has more than %d brackets inside each other; use WITH.".formatted(Sql.DEEPEST);
        }
        Object tree = tables.run("SELECT json_serialize_sql(%s)::VARCHAR".formatted(Sql.text(statement)), 1)
                .only();
        JsonNode parsed = parse(tree == null ? "{}" : tree.toString());
        if (parsed.path("error_type").asText().equals("parser")) {
            return "The query cannot be read: %s"
                    .formatted(parsed.path("error_message").asText());
        }
        if (parsed.path("error").asBoolean(true) || parsed.path("statements").size() != 1) {
            return "Only one SELECT statement can be run here; nothing was changed.";
        }
        Set<String> all = new HashSet<>();
        tables.all().forEach(table -> all.add(table.name()));
        return new SqlGuard(relations.keySet(), all).fault(parsed);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new EnvironmentFault("The database gave a tree that cannot be read.", broken);
        }
    }

    private static Outcome show(Rows rows) {
        List<Cell> shown = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (List<@Nullable Object> row : rows.cells()) {
            List<String> cells = new ArrayList<>();
            for (Object value : row) {
                Cell cell = shortened(Cell.of(value instanceof Blob ? "(binary)" : value));
                shown.add(cell);
                cells.add(cell.text());
            }
            text.append('\n').append(String.join(" | ", cells));
        }
        String columns = rows.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        return Outcome.shows("%d rows shown (%s)%s".formatted(rows.cells().size(), columns, text), shown);
    }

    private static Cell shortened(Cell cell) {
        return cell.text().length() <= LONGEST_TEXT
                ? cell
                : new Cell(cell.text().substring(0, LONGEST_TEXT) + "...", cell.exact());
    }
}
