package org.tapelearn.env.datascience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A SQLite file, read from a copy so that the original and the files beside it stay as they are. */
final class SqliteFile implements AutoCloseable {
    private final Path folder;
    private final Connection connection;

    private SqliteFile(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    static SqliteFile open(Path file) throws SQLException, IOException {
        Path folder = Files.createTempDirectory("tapelearn-sqlite");
        Path copy = folder.resolve("copy.db");
        try {
            Files.copy(file, copy);
            Path log = file.resolveSibling(file.getFileName() + "-wal");
            if (Files.isRegularFile(log, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(log, folder.resolve("copy.db-wal"));
            }
            return new SqliteFile(folder, DriverManager.getConnection("jdbc:sqlite:" + copy));
        } catch (SQLException | IOException failed) {
            TableLoader.deleteFolder(folder);
            throw failed;
        }
    }

    /** The names of its tables, in order. */
    List<String> tables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
            List<String> names = new ArrayList<>();
            while (result.next()) {
                names.add(result.getString(1));
            }
            return names;
        }
    }

    /** Copies a table; a column is numbers when every value in it is. */
    void copy(String table, DuckDBConnection database, String target) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + Sql.name(table))) {
            int width = result.getMetaData().getColumnCount();
            for (int i = 1; i <= width; i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        List<String> types = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            types.add(type(rows, i));
            definitions.add(Sql.name(names.get(i)) + " " + types.get(i));
        }
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE %s (%s)".formatted(Sql.name(target), String.join(", ", definitions)));
        }
        try (DuckDBAppender appender = database.createAppender("main", target)) {
            for (List<Object> row : rows) {
                appender.beginRow();
                for (int i = 0; i < row.size(); i++) {
                    append(appender, row.get(i), types.get(i));
                }
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, @Nullable Object value, String type) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case byte[] binary -> appender.append("(%d bytes)".formatted(binary.length));
            case Number number when type.equals("BIGINT") -> appender.append(number.longValue());
            case Number number when type.equals("DOUBLE") -> appender.append(number.doubleValue());
            default -> appender.append(value.toString());
        }
    }

    private static String type(List<List<Object>> rows, int column) {
        Set<String> types = new HashSet<>();
        for (List<Object> row : rows) {
            Object value = row.get(column);
            if (value != null) {
                types.add(
                        value instanceof Integer || value instanceof Long
                                ? "BIGINT"
                                : value instanceof Number ? "DOUBLE" : "VARCHAR");
            }
        }
        if (types.contains("VARCHAR") || types.isEmpty()) {
            return "VARCHAR";
        }
        return types.contains("DOUBLE") ? "DOUBLE" : "BIGINT";
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            TableLoader.deleteFolder(folder);
        }
    }
}
