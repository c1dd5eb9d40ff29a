package org.tapelearn.env.datascience;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.task.Split;

/**
 * The read-only base: tables loaded once from files into a database in memory, which is then locked. Queries are
 * pure, so their results are kept. Safe for use by several threads.
 */
final class Tables implements AutoCloseable {
    private static final int KEPT_RESULTS = 40_000;
    private static final int KEPT_CELLS = 4_000;
    private static final int ALL_KEPT_CELLS = 3_000_000;

    private final DuckDBConnection root;
    private final List<Table> tables;
    private final List<Join> joins;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, Rows> results = new ConcurrentHashMap<>();
    private final AtomicLong keptCells = new AtomicLong();

    Tables(DuckDBConnection root, List<Table> tables, List<Join> joins) {
        this.root = root;
        this.tables = List.copyOf(tables);
        this.joins = List.copyOf(joins);
    }

    /** The tables that come with the program. */
    static Tables bundled() {
        return TableLoader.bundled();
    }

    /** The tables of a folder of CSV, JSON, Parquet and SQLite files. */
    static Tables of(Path folder) {
        return TableLoader.of(folder);
    }

    /** The tables of a split, in a fixed order. */
    List<Table> tables(Split split) {
        return tables.stream()
                .filter(table -> shared() || table.split() == split)
                .toList();
    }

    List<Table> all() {
        return tables;
    }

    /** Tells whether the splits share the tables, because there are too few to share out: a split would have none. */
    boolean shared() {
        return Stream.of(Split.values()).anyMatch(split -> tables.stream().noneMatch(table -> table.split() == split));
    }

    List<Join> joins() {
        return joins;
    }

    Table table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table (%s).".formatted(name)));
    }

    /** Takes over a row at a time. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Runs a query of our own making and hands over each row of the result, which is not kept. */
    void read(String sql, RowReader reader) {
        try (Connection connection = root.duplicate();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                reader.read(result);
            }
        } catch (SQLException failed) {
            throw new EnvironmentFault("The database refused a query: " + firstLine(failed), failed);
        }
    }

    private Rows fresh(String sql) {
        try {
            return run(sql, Integer.MAX_VALUE);
        } catch (SQLException failed) {
            throw new EnvironmentFault("The database refused a query: " + firstLine(failed), failed);
        }
    }

    /** Runs a query of our own making; the result of equal text is equal. */
    Rows query(String sql) {
        Rows known = results.get(sql);
        if (known != null) {
            return known;
        }
        Rows rows = fresh(sql);
        long cells = rows.cells().size() * (long) rows.columns().size();
        if (cells <= KEPT_CELLS) {
            if (results.size() >= KEPT_RESULTS || keptCells.get() > ALL_KEPT_CELLS) {
                results.clear();
                keptCells.set(0);
            }
            results.put(sql, rows);
            keptCells.addAndGet(cells);
        }
        return rows;
    }

    /** Runs a query and gives at most {@code limit} rows. */
    Rows run(String sql, int limit) throws SQLException {
        return run(sql, limit, 0);
    }

    /**
     * Runs a query and gives at most {@code limit} rows.
     *
     * @param seconds after which it is stopped, 0 for never
     * @throws java.sql.SQLTimeoutException when it was stopped
     */
    Rows run(String sql, int limit, int seconds) throws SQLException {
        Connection connection = borrow();
        boolean fine = false;
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(seconds);
            try (ResultSet result = statement.executeQuery(sql)) {
                Rows rows = read(result, limit);
                fine = true;
                return rows;
            }
        } finally {
            if (fine) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    private Connection borrow() throws SQLException {
        Connection connection = idle.poll();
        return connection == null ? root.duplicate() : connection;
    }

    private static Rows read(ResultSet result, int limit) throws SQLException {
        ResultSetMetaData head = result.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= head.getColumnCount(); i++) {
            columns.add(new Column(head.getColumnLabel(i), kind(head.getColumnType(i))));
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        while (cells.size() < limit && result.next()) {
            @Nullable Object[] row = new Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = result.getObject(i + 1);
            }
            cells.add(Collections.unmodifiableList(Arrays.<@Nullable Object>asList(row)));
        }
        return new Rows(columns, NumberColumn.packed(Collections.unmodifiableList(cells)));
    }

    private static Column.Kind kind(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> Column.Kind.NUMBER;
            case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Column.Kind.DATE;
            case Types.BOOLEAN, Types.BIT -> Column.Kind.BOOLEAN;
            default -> Column.Kind.TEXT;
        };
    }

    static String firstLine(SQLException failed) {
        String message = failed.getMessage() == null ? "unknown error" : failed.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** Names the relation that holds all rows of a table. */
    Relation relation(Table table) {
        return new Relation("SELECT * FROM " + Sql.name(table.name()), table.columns(), table.rows());
    }

    @Override
    public void close() {
        try {
            for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
                connection.close();
            }
            root.close();
        } catch (SQLException failed) {
            throw new EnvironmentFault("The database in memory could not be closed.", failed);
        }
    }
}
