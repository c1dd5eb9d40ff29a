package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;

/**
 * TapeAgents' log of model calls, an SQLite file with the tables LLMCalls and Tapes. Columns are found by their names, since
 * files differ in the order; the file is opened for reading only.
 */
public final class CallLog {
    private CallLog() {}

    /**
     * One call of a language model.
     *
     * @param timestamp as the log has it, local time without a zone
     * @param promptTokens length of the prompt; 0 where the log says nothing
     * @param cost in dollars; 0 where the log says nothing
     */
    public record ModelCall(
            String promptId,
            String timestamp,
            JsonNode prompt,
            JsonNode output,
            long promptTokens,
            long outputTokens,
            boolean cached,
            JsonNode llm,
            double cost) {}

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads the model calls in the order written. */
    public static List<ModelCall> calls(Path file) {
        return rows(
                file,
                "LLMCalls",
                row -> new ModelCall(
                        text(row, "prompt_id"),
                        text(row, "timestamp"),
                        json(row, "prompt"),
                        json(row, "output"),
                        row.getLong("prompt_length_tokens"),
                        row.getLong("output_length_tokens"),
                        row.getBoolean("cached"),
                        json(row, "llm_info"),
                        row.getDouble("cost")));
    }

    /** Reads the tapes in the order written. */
    public static List<Tape> tapes(Path file, StepKinds kinds) {
        return rows(file, "Tapes", row -> {
            ObjectNode tape = JsonNodeFactory.instance.objectNode();
            tape.set("metadata", json(row, "metadata"));
            tape.set("context", json(row, "context"));
            tape.set("steps", json(row, "steps"));
            return TapeJson.fromJson(tape, kinds);
        });
    }

    private static String text(ResultSet row, String column) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static JsonNode json(ResultSet row, String column) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null || text.isEmpty() ? JsonNodeFactory.instance.nullNode() : TapeJson.tree(text);
    }

    private static <T> List<T> rows(Path file, String table, Row<T> reading) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro");
        List<T> found = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY rowid")) {
            while (row.next()) {
                found.add(reading.read(row));
            }
        } catch (SQLException wrong) {
            throw new PrerequisiteException("""
                    (%s) cannot be read as a call log: %s.
                    Expected is an SQLite file of TapeAgents with the table %s.""".formatted(file, wrong.getMessage(), table), wrong);
        } catch (TapeFormatException wrong) {
            throw new PrerequisiteException(
                    "(%s) has a row in %s that cannot be read.%n%s".formatted(file, table, wrong.getMessage()), wrong);
        }
        return found;
    }
}
