package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.Usage;
import org.tapelearn.store.SqliteLlmLog.Row;
import org.tapelearn.tool.ToolSpec;

/** The tables of model calls. */
final class LlmRows {
    private LlmRows() {}

    /** Rows in an order that does not depend on which thread was first. */
    static List<Row> inOrder(List<Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(
                                (Row row) -> row.entry().prompt().occasion().purpose())
                        .thenComparingInt(row -> row.entry().prompt().occasion().number())
                        .thenComparing(
                                row -> PromptJson.messages(row.messages()).toString())
                        .thenComparing(row -> answer(row)))
                .toList();
    }

    static void insert(Connection connection, long session, long commit, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Map<List<ToolSpec>, Long> known = new HashMap<>();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO llm_calls (session, commit_index, rollout, number, purpose, model, sampling, shared, messages, tools,
                    answer, failure, prompt_tokens, completion_tokens, dollars, latency_ms)
                VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""")) {
            for (Row row : rows) {
                Usage usage = row.entry().answer().map(Completion::usage).orElse(Usage.NONE);
                insert.setLong(1, session);
                insert.setLong(2, commit);
                insert.setString(3, row.entry().prompt().occasion().rollout());
                insert.setInt(4, row.entry().prompt().occasion().number());
                insert.setString(5, row.entry().prompt().occasion().purpose().label());
                insert.setString(6, row.entry().model());
                insert.setString(
                        7, PromptJson.sampling(row.entry().prompt().sampling()).toString());
                insert.setInt(8, row.shared());
                insert.setString(
                        9,
                        ExactJson.encodable(PromptJson.messages(row.messages()).toString()));
                if (row.tools().isEmpty()) {
                    insert.setNull(10, Types.INTEGER);
                } else {
                    insert.setLong(10, tools(connection, session, row.tools(), known));
                }
                insert.setString(11, answer(row));
                insert.setString(12, row.entry().failure());
                insert.setLong(13, usage.prompt());
                insert.setLong(14, usage.completion());
                insert.setDouble(15, row.entry().dollars());
                insert.setLong(16, row.entry().latency().toMillis());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String answer(Row row) {
        return row.entry()
                .answer()
                .map(answer -> ExactJson.encodable(PromptJson.completion(answer).toString()))
                .orElse("");
    }

    private static long tools(
            Connection connection, long session, List<ToolSpec> tools, Map<List<ToolSpec>, Long> known)
            throws SQLException {
        Long seq = known.get(tools);
        if (seq == null) {
            seq = toolsRow(
                    connection,
                    session,
                    ExactJson.encodable(PromptJson.tools(tools).toString()));
            known.put(tools, seq);
        }
        return seq;
    }

    private static long toolsRow(Connection connection, long session, String body) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq FROM llm_tools WHERE session = ? AND body = ?")) {
            select.setLong(1, session);
            select.setString(2, body);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO llm_tools (session, body) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setLong(1, session);
            insert.setString(2, body);
            insert.executeUpdate();
            try (ResultSet row = insert.getGeneratedKeys()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The calls of an attempt in their order, with whole prompts. */
    static List<LlmCallRecord> calls(Connection connection, long session, String rollout) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT number, purpose, model, sampling, shared, messages, coalesce(body, '[]') AS tools, answer, failure,
                       dollars, latency_ms
                FROM llm_calls c LEFT JOIN llm_tools t ON t.seq = c.tools
                WHERE c.session = ? AND rollout = ? ORDER BY c.seq""")) {
            select.setLong(1, session);
            select.setString(2, rollout);
            List<LlmCallRecord> calls = new ArrayList<>();
            List<Message> last = List.of();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Message> messages = new ArrayList<>(last.subList(0, row.getInt("shared")));
                    messages.addAll(PromptJson.readMessages(ExactJson.parse(row.getString("messages"))));
                    last = messages;
                    calls.add(new LlmCallRecord(
                            rollout,
                            row.getInt("number"),
                            row.getString("purpose"),
                            row.getString("model"),
                            PromptJson.readSampling(ExactJson.parse(row.getString("sampling"))),
                            messages,
                            row.getString("tools"),
                            row.getString("answer").isEmpty()
                                    ? Completion.NONE
                                    : PromptJson.readCompletion(ExactJson.parse(row.getString("answer"))),
                            row.getString("failure"),
                            row.getDouble("dollars"),
                            row.getLong("latency_ms")));
                }
            }
            return calls;
        }
    }

    static SortedMap<String, LearningReport.ModelUse> use(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT purpose, count(*), sum(prompt_tokens), sum(completion_tokens), sum(dollars)
                FROM llm_calls WHERE session = ? GROUP BY purpose""")) {
            select.setLong(1, session);
            SortedMap<String, LearningReport.ModelUse> use = new TreeMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    use.put(
                            row.getString(1),
                            new LearningReport.ModelUse(
                                    row.getLong(2), row.getLong(3), row.getLong(4), row.getDouble(5)));
                }
            }
            return use;
        }
    }

    static Budget.Spent spent(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(dollars), 0)
                FROM llm_calls WHERE session = ?""")) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Budget.Spent(new Usage(row.getLong(1), row.getLong(2)), row.getDouble(3));
            }
        }
    }
}
