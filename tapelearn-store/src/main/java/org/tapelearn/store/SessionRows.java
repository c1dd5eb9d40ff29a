package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;

/** The table of sessions. */
final class SessionRows {
    private static final String COLUMNS = "id, environment, seed, configuration, status, started_at, report";

    private SessionRows() {}

    static boolean insert(Connection connection, SessionRecord session) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sessions (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            fill(insert, session);
            return insert.executeUpdate() == 1;
        }
    }

    /** Puts a session in the place of one of the same id. */
    static boolean replace(Connection connection, long seq, SessionRecord session) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE sessions SET (" + COLUMNS + ") = (?, ?, ?, ?, ?, ?, ?) WHERE seq = ?")) {
            fill(update, session);
            update.setLong(8, seq);
            return update.executeUpdate() == 1;
        }
    }

    private static void fill(PreparedStatement statement, SessionRecord session) throws SQLException {
        statement.setString(1, session.id());
        statement.setString(2, session.environment());
        statement.setLong(3, session.seed());
        statement.setString(4, session.configuration());
        statement.setString(5, session.status());
        statement.setLong(6, session.startedAt());
        statement.setString(7, session.report());
    }

    static boolean finish(Connection connection, String id, String status, String report) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE sessions SET status = ?, report = ? WHERE id = ?")) {
            update.setString(1, status);
            update.setString(2, report);
            update.setString(3, id);
            if (update.executeUpdate() != 1) {
                throw missing(id);
            }
            return true;
        }
    }

    static Optional<SessionRecord> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM sessions WHERE id = ?")) {
            select.setString(1, id);
            return read(select).stream().findFirst();
        }
    }

    static List<SessionRecord> all(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM sessions ORDER BY seq")) {
            return read(select);
        }
    }

    private static List<SessionRecord> read(PreparedStatement select) throws SQLException {
        List<SessionRecord> sessions = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                sessions.add(new SessionRecord(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getString(7)));
            }
        }
        return sessions;
    }

    /** Returns the number by which the other tables name a session. */
    static long require(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT seq FROM sessions WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw missing(id);
                }
                return row.getLong(1);
            }
        }
    }

    static SessionStore.Counts counts(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT (SELECT count(*) FROM rollouts WHERE session = ?1),
                       (SELECT count(*) FROM pairs WHERE session = ?1),
                       (SELECT count(DISTINCT id) FROM tasks WHERE session = ?1)""")) {
            select.setLong(1, session);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new SessionStore.Counts(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    private static IllegalStateException missing(String id) {
        return new IllegalStateException("A session (%s) was expected in the store, but there is none.".formatted(id));
    }
}
