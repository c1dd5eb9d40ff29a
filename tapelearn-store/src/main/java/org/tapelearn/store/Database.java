package org.tapelearn.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.tapelearn.error.PrerequisiteException;

/** One connection to the store's file, used by one thread at a time, with its schema brought up to date. */
final class Database implements AutoCloseable {
    static final String FILE_NAME = "tapelearn.db";

    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Work with the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Opens the store of a folder; makes both where they are missing. Looks before it writes: a file that is not ours,
     * or is newer than this program, stays as it is.
     */
    static Database open(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new PrerequisiteException("""
                    The store needs a folder, but (%s) is not one and cannot be made: %s.
                    Name another folder with --store.""".formatted(folder, refused), refused);
        }
        requireWritable(folder, file);
        Connection connection;
        try {
            connection = connect(file);
        } catch (SQLException refused) {
            throw StoreFailure.of(refused, file);
        }
        try {
            Schema.bringUpToDate(connection, file);
            execute(connection, "PRAGMA journal_mode = WAL");
            return new Database(file, connection);
        } catch (SQLException failure) {
            closeAfter(failure, connection);
            throw StoreFailure.of(failure, file);
        } catch (RuntimeException failure) {
            closeAfter(failure, connection);
            throw failure;
        }
    }

    private static void requireWritable(Path folder, Path file) {
        boolean odd = Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file));
        if (odd || !Files.isWritable(folder)) {
            throw StoreFailure.unwritable(file);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    /** Does work that sees one state of the store throughout. */
    <T> T read(Work<T> work) {
        return inTransaction("BEGIN DEFERRED", work);
    }

    /** Does work that is written wholly, or, if it throws, not at all. */
    <T> T write(Work<T> work) {
        return inTransaction("BEGIN IMMEDIATE", work);
    }

    private synchronized <T> T inTransaction(String begin, Work<T> work) {
        try {
            execute(connection, begin);
            try {
                T result = work.on(connection);
                execute(connection, "COMMIT");
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollBackAfter(failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw StoreFailure.of(failure, file);
        }
    }

    /** SQLite ends a transaction by itself after some errors: then there is nothing to roll back. */
    private void rollBackAfter(Exception failure) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    /** Reads the whole file and throws a {@link PrerequisiteException} if anything in it is out of joint. */
    void requireSound() {
        String verdict = read(open -> {
            try (Statement statement = open.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
                return rows.next() ? rows.getString(1) : "no answer";
            }
        });
        if (!verdict.equals("ok")) {
            throw StoreFailure.corrupt(file, verdict);
        }
    }

    Path file() {
        return file;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw StoreFailure.of(failure, file);
        }
    }
}
