package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.Held;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;

/**
 * TapeAgents' log of model calls, an SQLite file with the tables LLMCalls and Tapes. Columns are found by their names, since
 * files differ in the order; the file is opened for reading only.
 */
public final class CallLog {
    /** JSON says a character in no more: as an escape. */
    private static final long BYTES_A_CHARACTER = 6;

    /** The limit holds for the statement and the schema too. */
    private static final long SMALLEST = 1_000_000;

    private CallLog() {}

    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** Hands out the model calls in the order written. */
    public static void calls(Path file, TapeLimits limits, TapeFile.CallVisitor visitor) {
        rows(file, limits, "LLMCalls", row -> {
            Held held = new Held(limits);
            visitor.call(ModelCall.read(row, limits, held), held.size());
        });
    }

    /** Tells whether the log has a table of model calls: some files hold tapes alone. */
    static boolean hasCalls(Path file) {
        Set<String> names = new HashSet<>();
        rows(file, TapeLimits.DEFAULT, "sqlite_master", row -> names.add(row.getString("name")));
        return names.contains("LLMCalls");
    }

    /** Hands out the tapes in the order written. */
    static void tapes(Path file, TapeLimits limits, StepKinds kinds, TapeFile.WholeVisitor visitor) {
        rows(file, limits, "Tapes", row -> {
            Held held = new Held(limits);
            ObjectNode tape = JsonNodeFactory.instance.objectNode();
            for (String column : List.of("metadata", "context", "steps")) {
                @Nullable String text = row.getString(column);
                if (text != null && !text.isEmpty()) {
                    tape.set(column, TapeJson.tree(text, limits, held));
                }
            }
            visitor.tape(TapeJson.fromJson(tape, kinds), held.size());
        });
    }

    /** How many bytes a column may have: SQLite refuses a longer one before it is in memory. */
    private static int bytes(TapeLimits limits) {
        long most = Math.min(limits.tape(), Integer.MAX_VALUE) * BYTES_A_CHARACTER;
        return (int) Math.clamp(most, SMALLEST, Integer.MAX_VALUE);
    }

    private static void rows(Path file, TapeLimits limits, String table, Row reading) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro");
        try (Connection connection = source.getConnection()) {
            connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, bytes(limits));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY rowid")) {
                while (row.next()) {
                    reading.read(row);
                }
            }
        } catch (SQLException wrong) {
            if (wrong.getErrorCode() == SQLiteErrorCode.SQLITE_TOOBIG.code) {
                throw new PrerequisiteException(
                        "(%s) has a row in %s that cannot be read: %s"
                                .formatted(file, table, new Held(limits).excess()),
                        wrong);
            }
            throw new PrerequisiteException("""
                    (%s) cannot be read as a call log: %s.
                    Expected is an SQLite file of TapeAgents with the table %s.""".formatted(file, wrong.getMessage(), table), wrong);
        } catch (TapeFormatException wrong) {
            throw new PrerequisiteException(
                    "(%s) has a row in %s that cannot be read.%n%s".formatted(file, table, wrong.getMessage()), wrong);
        }
    }
}
