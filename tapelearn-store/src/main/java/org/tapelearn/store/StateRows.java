package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.learn.SessionCommit;

/** The learner's latest state, with its binary parts. */
final class StateRows {
    private StateRows() {}

    /** Returns the index of the last commit, -1 before the first. */
    static long lastIndex(Connection connection, long session) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT commit_index FROM states WHERE session = ?")) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    static void replace(Connection connection, long session, SessionCommit commit) throws SQLException {
        try (PreparedStatement state = connection.prepareStatement("REPLACE INTO states VALUES (?, ?, ?)");
                PreparedStatement blob = connection.prepareStatement("REPLACE INTO blobs VALUES (?, ?, ?)")) {
            state.setLong(1, session);
            state.setLong(2, commit.index());
            state.setString(3, ExactJson.encodable(commit.state()));
            state.executeUpdate();
            for (Map.Entry<String, byte[]> part : commit.blobs().entrySet()) {
                blob.setLong(1, session);
                blob.setString(2, part.getKey());
                blob.setBytes(3, part.getValue());
                blob.executeUpdate();
            }
        }
    }

    static Optional<SessionCommit> last(Connection connection, long session) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT commit_index, state FROM states WHERE session = ?")) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new SessionCommit(
                        row.getLong(1), row.getString(2), blobs(connection, session), List.of(), List.of(), List.of()));
            }
        }
    }

    private static Map<String, byte[]> blobs(Connection connection, long session) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT name, bytes FROM blobs WHERE session = ?")) {
            select.setLong(1, session);
            Map<String, byte[]> blobs = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    blobs.put(row.getString(1), row.getBytes(2));
                }
            }
            return blobs;
        }
    }
}
