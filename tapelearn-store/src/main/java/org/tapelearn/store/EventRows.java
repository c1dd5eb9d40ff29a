package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.learn.SessionEvent;

/** The tables of events, one a kind. */
final class EventRows {
    private EventRows() {}

    static String table(SessionEvent.Kind kind) {
        return switch (kind) {
            case VERSION -> "versions";
            case VERDICT -> "verdicts";
            case INSIGHT -> "insights";
            case METRIC -> "metrics";
        };
    }

    static void insert(Connection connection, long session, long commit, List<SessionEvent> events)
            throws SQLException {
        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table(kind)
                    + " (session, commit_index, round, subject, body) VALUES (?, ?, ?, ?, ?)")) {
                for (SessionEvent event : events) {
                    if (event.kind() == kind) {
                        insert.setLong(1, session);
                        insert.setLong(2, commit);
                        insert.setInt(3, event.round());
                        insert.setString(4, event.subject());
                        insert.setString(5, ExactJson.encodable(event.body()));
                        insert.addBatch();
                    }
                }
                insert.executeBatch();
            }
        }
    }

    static List<SessionEvent> all(Connection connection, long session, SessionEvent.Kind kind) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT round, subject, body FROM " + table(kind) + " WHERE session = ? ORDER BY seq")) {
            select.setLong(1, session);
            List<SessionEvent> events = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(new SessionEvent(kind, row.getInt(1), row.getString(2), row.getString(3)));
                }
            }
            return events;
        }
    }
}
