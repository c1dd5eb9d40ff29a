package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;

/** Writes one commit within a transaction of its caller. */
final class CommitWriter {
    private final Connection connection;
    private final String sessionId;
    private final long session;
    private final long index;
    private final Map<String, Long> written = new HashMap<>();

    CommitWriter(Connection connection, String sessionId, long session, long index) {
        this.connection = connection;
        this.sessionId = sessionId;
        this.session = session;
        this.index = index;
    }

    /** Writes the commit; {@code tapes} are those of its rollouts, in the same order. */
    boolean write(SessionCommit commit, List<TapeBlob> tapes) throws SQLException {
        long last = StateRows.lastIndex(connection, session);
        if (index != last + 1) {
            throw new IllegalStateException("The next commit of session (%s) has index %d, but this one has %d."
                    .formatted(sessionId, last + 1, index));
        }
        writeRollouts(commit.rollouts());
        writeTapes(commit.rollouts(), tapes);
        writeEvaluations(commit.rollouts());
        writePairs(commit.pairs());
        EventRows.insert(connection, session, index, commit.events());
        StateRows.replace(connection, session, commit);
        return true;
    }

    private void writeRollouts(List<Judged> rollouts) throws SQLException {
        TaskRows tasks = new TaskRows(connection);
        long seq = lastRollout();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO rollouts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            for (Judged judged : rollouts) {
                Rollout rollout = judged.rollout();
                RolloutKey key = rollout.key();
                if (!key.taskId().equals(judged.task().id())) {
                    throw new IllegalArgumentException("The rollout (%s) is of task (%s), but came with task (%s)."
                            .formatted(key.id(), key.taskId(), judged.task().id()));
                }
                if (written.put(key.id(), ++seq) != null) {
                    throw doubled(key.id());
                }
                insert.setLong(1, seq);
                insert.setLong(2, session);
                insert.setLong(3, index);
                insert.setString(4, key.id());
                insert.setString(5, key.phase().label());
                insert.setInt(6, key.round());
                insert.setInt(7, key.wave());
                insert.setLong(8, tasks.row(session, judged.task()));
                insert.setInt(9, key.attempt());
                insert.setString(10, rollout.versionId());
                insert.setString(11, Labels.ending(rollout.end()));
                insert.setString(12, Labels.cause(rollout.end()));
                insert.setString(13, JsonColumns.findings(rollout.findings()));
                insert.setString(14, JsonColumns.texts(rollout.recalled()));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException failure) {
            if (StoreFailure.isDuplicate(failure)) {
                throw new IllegalStateException(
                        "A rollout of commit %d is already in session (%s): %s"
                                .formatted(index, sessionId, failure.getMessage()),
                        failure);
            }
            throw failure;
        }
    }

    private IllegalStateException doubled(String rolloutId) {
        return new IllegalStateException(
                "The rollout (%s) comes twice in commit %d of session (%s).".formatted(rolloutId, index, sessionId));
    }

    private long lastRollout() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT coalesce(max(seq), 0) FROM rollouts");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void writeTapes(List<Judged> rollouts, List<TapeBlob> tapes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO tapes VALUES (?,?,?,?,?)")) {
            for (int i = 0; i < tapes.size(); i++) {
                Judged judged = rollouts.get(i);
                TapeBlob tape = tapes.get(i);
                insert.setLong(1, row(judged));
                insert.setInt(2, judged.length());
                insert.setInt(3, tape.dictionary());
                insert.setInt(4, tape.size());
                insert.setBytes(5, tape.bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void writeEvaluations(List<Judged> rollouts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO evaluations VALUES (?,?,?,?,?,?)")) {
            for (Judged judged : rollouts) {
                insert.setLong(1, row(judged));
                insert.setString(2, Labels.outcome(judged.evaluation()));
                switch (judged.evaluation()) {
                    case Evaluation.Scored scored -> {
                        insert.setDouble(3, scored.reward());
                        insert.setBoolean(4, scored.success());
                        insert.setBoolean(5, scored.grounded());
                        insert.setString(6, "");
                    }
                    case Evaluation.Weak weak -> {
                        insert.setNull(3, Types.REAL);
                        insert.setBoolean(4, weak.passed());
                        insert.setNull(5, Types.INTEGER);
                        insert.setString(6, weak.reason());
                    }
                    case Evaluation.Unscored unscored -> {
                        insert.setNull(3, Types.REAL);
                        insert.setNull(4, Types.INTEGER);
                        insert.setNull(5, Types.INTEGER);
                        insert.setString(6, unscored.reason());
                    }
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void writePairs(List<TrajectoryPair> pairs) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO pairs (session, commit_index, better, worse, divergence, weight, margin)
                VALUES (?,?,?,?,?,?,?)""")) {
            for (TrajectoryPair pair : pairs) {
                insert.setLong(1, session);
                insert.setLong(2, index);
                insert.setLong(3, row(pair.better()));
                insert.setLong(4, row(pair.worse()));
                insert.setInt(5, pair.divergence());
                insert.setDouble(6, pair.weight());
                insert.setDouble(7, pair.better().reward() - pair.worse().reward());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Returns the row of a rollout of this commit or of an earlier one. */
    private long row(Judged judged) throws SQLException {
        String id = judged.rollout().key().id();
        Long row = written.get(id);
        if (row == null) {
            row = earlierRow(id);
            written.put(id, row);
        }
        return row;
    }

    private long earlierRow(String rolloutId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq FROM rollouts WHERE session = ? AND id = ?")) {
            select.setLong(1, session);
            select.setString(2, rolloutId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException(
                            "A pair of commit %d names a rollout (%s) that session (%s) does not hold."
                                    .formatted(index, rolloutId, sessionId));
                }
                return row.getLong(1);
            }
        }
    }
}
