package org.tapelearn.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Tape;
import org.tapelearn.task.Task;

/** Reads rollouts back, in the order written. */
final class RolloutReader {
    private static final String JUDGED = """
            SELECT phase, round, wave, task, attempt, version, ending, cause, findings, recalled,
                   dictionary, tapes.size, body, outcome, reward, success, grounded, reason, id
            FROM rollouts
            JOIN tapes ON tapes.rollout = rollouts.seq
            JOIN evaluations ON evaluations.rollout = rollouts.seq
            WHERE session = ? AND id IN (SELECT value FROM json_each(?))
            ORDER BY rollouts.seq""";

    private static final String HEADS = """
            SELECT rollouts.id, phase, round, family, group_name, outcome, reward, success AND grounded, calls, description,
                evaluations.reason
            FROM rollouts
            JOIN tasks ON tasks.seq = rollouts.task
            JOIN tapes ON tapes.rollout = rollouts.seq
            JOIN evaluations ON evaluations.rollout = rollouts.seq
            WHERE rollouts.session = ?1 AND ?2 IN ('', phase) AND ?3 IN ('', outcome) AND ?4 IN ('', family)
            ORDER BY rollouts.seq
            LIMIT ?5""";

    private final Connection connection;
    private final Path file;
    private final TaskRows tasks;

    RolloutReader(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
        this.tasks = new TaskRows(connection);
    }

    List<Judged> judged(long session, Set<String> ids) throws SQLException {
        List<Judged> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(JUDGED)) {
            select.setLong(1, session);
            select.setString(2, JsonColumns.texts(ids));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Task task = tasks.task(row.getLong(4));
                    found.add(new Judged(task, rollout(row, task), evaluation(row)));
                }
            }
        }
        return found;
    }

    private Rollout rollout(ResultSet row, Task task) throws SQLException {
        RolloutKey key = key(row, task);
        return new Rollout(
                key,
                row.getString(6),
                tape(key, new TapeBlob(row.getInt(11), row.getInt(12), row.getBytes(13))),
                Labels.end(row.getString(7), row.getString(8)),
                JsonColumns.findings(row.getString(9)),
                JsonColumns.texts(row.getString(10)));
    }

    /** What an id has behind the place of the attempt says where it was forked. */
    private static RolloutKey key(ResultSet row, Task task) throws SQLException {
        RolloutKey place = new RolloutKey(
                Labels.read(RolloutKey.Phase.class, row.getString(1)),
                row.getInt(2),
                row.getInt(3),
                task.id(),
                row.getInt(5));
        String id = row.getString(19);
        return id.equals(place.id())
                ? place
                : new RolloutKey(
                        place.phase(),
                        place.round(),
                        place.wave(),
                        place.taskId(),
                        place.attempt(),
                        id.substring(place.id().length() + 1));
    }

    private Tape tape(RolloutKey key, TapeBlob blob) {
        try {
            return blob.unpack();
        } catch (DataFormatException damaged) {
            throw StoreFailure.corrupt(
                    file, "the tape of (%s) cannot be read (%s)".formatted(key.id(), damaged.getMessage()), damaged);
        }
    }

    private static Evaluation evaluation(ResultSet row) throws SQLException {
        if (!row.getString(14).equals("unscored")) {
            return new Evaluation.Scored(row.getDouble(15), row.getBoolean(16), row.getBoolean(17));
        }
        // only what judges said has a success without a reward
        boolean passed = row.getBoolean(16);
        return row.wasNull()
                ? new Evaluation.Unscored(row.getString(18))
                : new Evaluation.Weak(passed, row.getString(18));
    }

    List<TapeHead> heads(long session, TapeQuery query) throws SQLException {
        List<TapeHead> heads = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(HEADS)) {
            select.setLong(1, session);
            select.setString(2, query.phase());
            select.setString(3, query.outcome());
            select.setString(4, query.family());
            select.setInt(5, query.limit());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.add(new TapeHead(
                            row.getString(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getDouble(7),
                            row.getBoolean(8),
                            row.getInt(9),
                            row.getString(10),
                            row.getString(11)));
                }
            }
        }
        return heads;
    }
}
