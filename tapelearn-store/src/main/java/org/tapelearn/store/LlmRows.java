package org.tapelearn.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.tapelearn.learn.LearningReport.ModelUse;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.Usage;

/** The tables of model calls. */
final class LlmRows {
    /** Of calls that no commit has, since their attempts were never written. */
    static final long NO_COMMIT = -1;

    private LlmRows() {}

    /**
     * @param commit that of the attempts, or {@link #NO_COMMIT}
     * @param lost what tries without an answer count as used
     */
    static void insert(
            Connection connection, long session, long commit, List<LlmBatch> batches, Map<Purpose, ModelUse> lost)
            throws SQLException {
        Set<KeptText> tools = new LinkedHashSet<>();
        Set<KeptText> texts = new LinkedHashSet<>();
        Map<Purpose, ModelUse> use = new EnumMap<>(Purpose.class);
        use.putAll(lost);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO llm_batches (session, commit_index, places, size, body) VALUES (?,?,?,?,?)")) {
            for (LlmBatch batch : batches) {
                insert.setLong(1, session);
                insert.setLong(2, commit);
                insert.setString(3, batch.places());
                insert.setInt(4, batch.size());
                insert.setBytes(5, batch.body());
                insert.executeUpdate();
                for (LlmBlock block : batch.blocks()) {
                    tools.addAll(block.tools());
                    texts.addAll(block.texts());
                    block.use().forEach((purpose, part) -> use.merge(purpose, part, LlmBlock::sum));
                }
            }
        }
        insertKept(connection, session, "llm_tools", tools);
        insertKept(connection, session, "llm_texts", texts);
        insertUse(connection, session, commit, use);
    }

    /** Each text once a session. */
    private static void insertKept(Connection connection, long session, String table, Set<KeptText> kept)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO %1$s (session, fingerprint, body) SELECT ?1, ?2, ?3
                WHERE NOT EXISTS (SELECT 1 FROM %1$s WHERE session = ?1 AND fingerprint = ?2)""".formatted(table))) {
            for (KeptText each : kept) {
                insert.setLong(1, session);
                insert.setString(2, each.fingerprint());
                insert.setString(3, each.text());
                insert.executeUpdate();
            }
        }
    }

    private static void insertUse(Connection connection, long session, long commit, Map<Purpose, ModelUse> use)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO llm_use (session, commit_index, purpose, calls, prompt_tokens, completion_tokens, dollars)
                VALUES (?,?,?,?,?,?,?)""")) {
            for (Map.Entry<Purpose, ModelUse> each : use.entrySet()) {
                insert.setLong(1, session);
                insert.setLong(2, commit);
                insert.setString(3, each.getKey().label());
                insert.setLong(4, each.getValue().calls());
                insert.setLong(5, each.getValue().promptTokens());
                insert.setLong(6, each.getValue().completionTokens());
                insert.setDouble(7, each.getValue().dollars());
                insert.executeUpdate();
            }
        }
    }

    /** The calls of an attempt in their order, with whole prompts. */
    static List<LlmCallRecord> calls(Connection connection, Path file, long session, String rollout)
            throws SQLException {
        Map<String, String> tools = tools(connection, session);
        LlmBlockReader.KeptTexts kept = fingerprint -> text(connection, session, fingerprint);
        try {
            List<LlmCallRecord> calls = earlierCalls(connection, session, rollout, tools, kept);
            calls.addAll(batchedCalls(connection, session, rollout, tools, kept));
            return calls;
        } catch (DataFormatException damaged) {
            throw StoreFailure.corrupt(file, "the model calls of (%s) cannot be read".formatted(rollout), damaged);
        }
    }

    private static List<LlmCallRecord> earlierCalls(
            Connection connection,
            long session,
            String rollout,
            Map<String, String> tools,
            LlmBlockReader.KeptTexts kept)
            throws SQLException, DataFormatException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT dictionary, size, body FROM llm_blocks WHERE session = ? AND rollout = ? ORDER BY seq")) {
            select.setLong(1, session);
            select.setString(2, rollout);
            List<LlmCallRecord> calls = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    calls.addAll(
                            EarlierLlmBlock.read(rollout, row.getInt(1), row.getInt(2), row.getBytes(3), tools, kept));
                }
            }
            return calls;
        }
    }

    /** Those of an attempt came with its commit, or without any; those outside of attempts with each. */
    private static List<LlmCallRecord> batchedCalls(
            Connection connection,
            long session,
            String rollout,
            Map<String, String> tools,
            LlmBlockReader.KeptTexts kept)
            throws SQLException, DataFormatException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT place.value, b.body, b.size
                FROM llm_batches b JOIN json_each(b.places) place ON place.key = ?2
                WHERE b.session = ?1 AND (?2 = '' OR b.commit_index IN
                    (?3, (SELECT commit_index FROM rollouts WHERE session = ?1 AND id = ?2)))
                ORDER BY b.seq""")) {
            select.setLong(1, session);
            select.setString(2, rollout);
            select.setLong(3, NO_COMMIT);
            List<LlmCallRecord> calls = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String text = LlmBatch.callsOf(rollout, row.getInt(1), row.getBytes(2), row.getInt(3));
                    calls.addAll(LlmBlockReader.read(rollout, text, tools, kept));
                }
            }
            return calls;
        }
    }

    private static String text(Connection connection, long session, String fingerprint)
            throws SQLException, DataFormatException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT body FROM llm_texts WHERE session = ? AND fingerprint = ?")) {
            select.setLong(1, session);
            select.setString(2, fingerprint);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new DataFormatException("the text (%s) is missing".formatted(fingerprint));
                }
                return row.getString(1);
            }
        }
    }

    /** Of which there are calls, sorted; empty is one, where there are calls outside of attempts. */
    static List<String> rollouts(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT rollout FROM llm_blocks WHERE session = ?1
                UNION SELECT place.key FROM llm_batches b JOIN json_each(b.places) place WHERE b.session = ?1 ORDER BY 1""")) {
            select.setLong(1, session);
            List<String> rollouts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rollouts.add(row.getString(1));
                }
            }
            return rollouts;
        }
    }

    private static Map<String, String> tools(Connection connection, long session) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT fingerprint, body FROM llm_tools WHERE session = ?")) {
            select.setLong(1, session);
            Map<String, String> tools = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tools.put(row.getString(1), row.getString(2));
                }
            }
            return tools;
        }
    }

    static SortedMap<String, ModelUse> use(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT purpose, sum(calls), sum(prompt_tokens), sum(completion_tokens), sum(dollars)
                FROM llm_use WHERE session = ? GROUP BY purpose""")) {
            select.setLong(1, session);
            SortedMap<String, ModelUse> use = new TreeMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    use.put(
                            row.getString(1),
                            new ModelUse(row.getLong(2), row.getLong(3), row.getLong(4), row.getDouble(5)));
                }
            }
            return use;
        }
    }

    static Budget.Spent spent(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(dollars), 0)
                FROM llm_use WHERE session = ?""")) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Budget.Spent(new Usage(row.getLong(1), row.getLong(2)), row.getDouble(3));
            }
        }
    }
}
