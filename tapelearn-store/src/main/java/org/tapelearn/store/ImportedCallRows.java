package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tapelearn.tape.Held;
import org.tapelearn.tape.TapeLimits;
import org.tapelearn.tapefile.ModelCall;

/** The table of model calls that were imported. */
final class ImportedCallRows {
    private static final String COLUMNS = String.join(", ", ModelCall.COLUMNS);
    private static final int FIRST = 2;

    /** A call that the session has already is left out; one of the same id that says something else is none. */
    private static final String INSERT =
            "INSERT INTO imported_calls (session, %s) SELECT ?1, %s WHERE NOT EXISTS (SELECT 1 FROM imported_calls WHERE session = ?1 AND %s)"
                    .formatted(COLUMNS, each("?%2$d", ", "), each("%1$s IS ?%2$d", " AND "));

    private ImportedCallRows() {}

    private static String each(String form, String between) {
        return IntStream.range(0, ModelCall.COLUMNS.size())
                .mapToObj(i -> form.formatted(ModelCall.COLUMNS.get(i), FIRST + i))
                .collect(Collectors.joining(between));
    }

    /** Returns how many were new. */
    static int insert(Connection connection, long session, List<ModelCall> calls) throws SQLException {
        int added = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (ModelCall call : calls) {
                insert.setLong(1, session);
                call.bind(insert, FIRST);
                added += insert.executeUpdate();
            }
        }
        return added;
    }

    static boolean visit(Connection connection, long session, Consumer<ModelCall> taker) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT %s FROM imported_calls WHERE session = ? ORDER BY seq".formatted(COLUMNS))) {
            select.setLong(1, session);
            return visit(select, taker);
        }
    }

    static List<ModelCall> ofPrompt(Connection connection, long session, String promptId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT %s FROM imported_calls WHERE session = ? AND prompt_id = ? ORDER BY seq".formatted(COLUMNS))) {
            select.setLong(1, session);
            select.setString(2, promptId);
            List<ModelCall> calls = new ArrayList<>();
            visit(select, calls::add);
            return calls;
        }
    }

    private static boolean visit(PreparedStatement select, Consumer<ModelCall> taker) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                taker.accept(ModelCall.read(row, TapeLimits.NONE, new Held(TapeLimits.NONE)));
            }
            return true;
        }
    }
}
