package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;

/**
 * Writes a new call log with TapeAgents' two tables. Only the ids are no keys: a session may have two tapes or calls of the same id. What
 * was written before the last {@link #finish} may be lost.
 */
public final class CallLogWriter implements AutoCloseable {
    private static final List<String> TAPE = List.of("metadata", "context", "steps");

    private final Path file;
    private final Connection connection;
    private final PreparedStatement tapes;
    private final PreparedStatement calls;

    /** Begins a file that is not there yet. */
    public CallLogWriter(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri());
        try {
            connection = source.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        CREATE TABLE LLMCalls (prompt_id TEXT, timestamp TEXT, prompt TEXT, output TEXT, prompt_length_tokens INTEGER,
                            output_length_tokens INTEGER, cached INTEGER, llm_info TEXT, cost REAL)""");
                statement.execute("CREATE INDEX LLMCalls_by_id ON LLMCalls (prompt_id)");
                statement.execute("""
                        CREATE TABLE Tapes (tape_id TEXT, timestamp TEXT, length INTEGER, metadata TEXT, context TEXT, steps TEXT)""");
            }
            tapes = connection.prepareStatement(
                    "INSERT INTO Tapes (tape_id, timestamp, length, metadata, context, steps) VALUES (?, '', ?, ?, ?, ?)");
            calls = connection.prepareStatement("INSERT INTO LLMCalls (%s) VALUES (%s)"
                    .formatted(
                            String.join(", ", ModelCall.COLUMNS),
                            String.join(", ", Collections.nCopies(ModelCall.COLUMNS.size(), "?"))));
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    /** Adds a tape; throws {@link TapeFormatException} for one that has a key for which the table has no column. */
    public void tape(Tape tape) {
        ObjectNode object = (ObjectNode) TapeJson.toJson(tape);
        try {
            tapes.setString(1, tape.metadata().id());
            tapes.setInt(2, tape.steps().size());
            for (int i = 0; i < TAPE.size(); i++) {
                tapes.setString(3 + i, column(object.remove(TAPE.get(i))));
            }
            if (!object.isEmpty()) {
                throw new TapeFormatException("Tape (%s) has a key (%s), for which a call log has no column."
                        .formatted(tape.metadata().id(), object.fieldNames().next()));
            }
            tapes.executeUpdate();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    public void call(ModelCall call) {
        try {
            call.bind(calls, 1);
            calls.executeUpdate();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    /** Makes sure that all is in the file. */
    public void finish() {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    private static @Nullable String column(@Nullable JsonNode json) {
        return json == null ? null : TapeJson.encodable(json);
    }

    private PrerequisiteException failure(SQLException failed) {
        return new PrerequisiteException("(%s) cannot be written: %s.".formatted(file, failed.getMessage()), failed);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }
}
