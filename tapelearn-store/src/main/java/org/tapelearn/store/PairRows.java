package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of pairs, in the order written. */
final class PairRows {
    private PairRows() {}

    static List<PairRecord> all(Connection connection, long session) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT better.id, worse.id, divergence, weight
                FROM pairs
                JOIN rollouts better ON better.seq = pairs.better
                JOIN rollouts worse ON worse.seq = pairs.worse
                WHERE pairs.session = ? ORDER BY pairs.seq""")) {
            select.setLong(1, session);
            List<PairRecord> pairs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pairs.add(new PairRecord(row.getString(1), row.getString(2), row.getInt(3), row.getDouble(4)));
                }
            }
            return pairs;
        }
    }
}
