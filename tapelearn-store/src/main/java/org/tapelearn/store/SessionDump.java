package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.tapefile.ModelCall;

/** Writes a session's rows as lines of JSON that do not depend on clocks, on row numbers or on other sessions. */
final class SessionDump {
    private static final Set<String> LEFT_OUT = Set.of("started_at", "startedAt", "seconds", "session");
    private static final Set<String> JSON = Set.of("configuration", "report", "state", "body");

    private final Connection connection;
    private final Path file;
    private final Writer out;

    SessionDump(Connection connection, Path file, Writer out) {
        this.connection = connection;
        this.file = file;
        this.out = out;
    }

    boolean write(long session) throws SQLException {
        table(
                "sessions",
                "SELECT environment, seed, configuration, status, report FROM sessions WHERE seq = ?",
                session);
        table("states", "SELECT commit_index, state FROM states WHERE session = ?", session);
        table("blobs", "SELECT name, bytes FROM blobs WHERE session = ? ORDER BY name", session);
        table("tasks", """
                SELECT id, description, category, difficulty, family, group_name, wording, split, size, criteria, origin
                FROM tasks WHERE session = ? ORDER BY seq""", session);
        table("rollouts", """
                SELECT r.commit_index, r.id, version, ending, cause, findings, recalled,
                       outcome, reward, success, grounded, reason, dictionary AS tape_dictionary,
                       t.size AS tape_size, t.body AS tape
                FROM rollouts r JOIN tapes t ON t.rollout = r.seq JOIN evaluations e ON e.rollout = r.seq
                WHERE r.session = ? ORDER BY r.seq""", session);
        table("pairs", """
                SELECT p.commit_index, b.id AS better, w.id AS worse, divergence, weight, margin
                FROM pairs p JOIN rollouts b ON b.seq = p.better JOIN rollouts w ON w.seq = p.worse
                WHERE p.session = ? ORDER BY p.seq""", session);
        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            table(
                    EventRows.table(kind),
                    "SELECT commit_index, round, subject, body FROM " + EventRows.table(kind)
                            + " WHERE session = ? AND subject NOT IN ('seconds', 'started_at') ORDER BY seq",
                    session);
        }
        for (String rollout : LlmRows.rollouts(connection, session)) {
            calls(LlmRows.calls(connection, file, session, rollout));
        }
        table(
                "imported_calls",
                "SELECT %s FROM imported_calls WHERE session = ? ORDER BY seq"
                        .formatted(String.join(", ", ModelCall.COLUMNS)),
                session);
        return true;
    }

    /** A line for each call, with what is new since the one before; those outside of attempts were made in any order. */
    private void calls(List<LlmCallRecord> calls) {
        List<LlmCallRecord> inOrder = calls.stream()
                .sorted(Comparator.comparingInt(LlmCallRecord::number)
                        .thenComparing(LlmCallRecord::purpose)
                        .thenComparing(
                                call -> PromptJson.messages(call.messages()).toString())
                        .thenComparing(
                                call -> PromptJson.completion(call.completion()).toString()))
                .toList();
        List<Message> last = List.of();
        for (LlmCallRecord call : inOrder) {
            int shared = call.rollout().isEmpty() ? 0 : LlmBlock.shared(last, call.messages());
            last = call.messages();
            write(JsonNodeFactory.instance
                    .objectNode()
                    .put("table", "llm_calls")
                    .put("rollout", call.rollout())
                    .put("number", call.number())
                    .put("purpose", call.purpose())
                    .put("model", call.model())
                    .<ObjectNode>set("sampling", PromptJson.sampling(call.sampling()))
                    .put("shared", shared)
                    .<ObjectNode>set("messages", PromptJson.messages(last.subList(shared, last.size())))
                    .<ObjectNode>set("tools", ExactJson.parse(call.tools()))
                    .<ObjectNode>set("answer", PromptJson.completion(call.completion()))
                    .put("failure", call.failure())
                    .put("dollars", call.dollars())
                    .toString());
        }
    }

    private void write(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void table(String name, String sql, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    write(line(name, row));
                }
            }
        }
    }

    private String line(String table, ResultSet row) throws SQLException {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("table", table);
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            Object value = row.getObject(i);
            if (name.equals("tape")) {
                line.set(name, tape(row));
            } else if (JSON.contains(name) && value instanceof String text) {
                line.set(name, withoutClock(text));
            } else if (value instanceof byte[] bytes) {
                line.put("bytes", bytes.length).put("sha256", Fingerprint.of(bytes));
            } else if (!name.startsWith("tape_")) {
                line.set(name, plain(value));
            }
        }
        return line.toString();
    }

    private static JsonNode plain(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }

    private JsonNode tape(ResultSet row) throws SQLException {
        try {
            return ExactJson.parse(
                    new TapeBlob(row.getInt("tape_dictionary"), row.getInt("tape_size"), row.getBytes("tape")).text());
        } catch (DataFormatException damaged) {
            throw StoreFailure.corrupt(file, "the tape of (%s) cannot be read".formatted(row.getString("id")), damaged);
        }
    }

    /** Text that is no JSON (an empty report) stays as it is. */
    private static JsonNode withoutClock(String text) {
        try {
            JsonNode tree = ExactJson.parse(text);
            scrub(tree);
            return tree;
        } catch (IllegalStateException plain) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private static void scrub(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove(LEFT_OUT);
        }
        tree.forEach(SessionDump::scrub);
    }
}
