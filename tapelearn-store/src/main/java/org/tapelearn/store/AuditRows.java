package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table of audits of judges. */
final class AuditRows {
    private AuditRows() {}

    static boolean insert(Connection connection, String judges, long session, String body) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO judge_audits (judges, session, body) VALUES (?, ?, ?)")) {
            insert.setString(1, judges);
            insert.setLong(2, session);
            insert.setString(3, ExactJson.encodable(body));
            return insert.executeUpdate() == 1;
        }
    }

    static Optional<String> newest(Connection connection, String judges) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT body FROM judge_audits WHERE judges = ? ORDER BY seq DESC LIMIT 1")) {
            select.setString(1, judges);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
