package org.tapelearn.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.tapelearn.error.PrerequisiteException;

/** The version of the store's tables. A store that is up to date is not touched, and costs no start of Flyway. */
final class Schema {
    /** The newest version that this program knows: the highest number among the migrations. */
    static final int NEWEST = 8;

    static final String MIGRATIONS = "classpath:org/tapelearn/store/migration";

    private static final String HISTORY = "flyway_schema_history";
    private static final String GUARD = "tapelearn.schema-lock";

    private Schema() {}

    /** Migrates an older or empty store; throws {@link PrerequisiteException} for one that is newer or not ours. */
    static void bringUpToDate(Connection connection, Path file) throws SQLException {
        if (version(connection, file) < NEWEST) {
            migrateAlone(file);
            version(connection, file);
        }
    }

    /** Returns the version of the tables, 0 for an empty file. */
    private static int version(Connection connection, Path file) throws SQLException {
        boolean migrated = count(connection, "SELECT count(*) FROM sqlite_master WHERE name = '" + HISTORY + "'") > 0;
        if (!migrated) {
            int tables = count(connection, "SELECT count(*) FROM sqlite_master");
            if (tables > 0) {
                throw new PrerequisiteException("""
                        The file (%s) is a database of another program: it has %d tables and indices, none of them ours. \
                        Nothing was changed.
                        Move the file away, or name another folder with --store.""".formatted(file, tables));
            }
            return 0;
        }
        int version = count(
                connection, "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM " + HISTORY + " WHERE success");
        if (version > NEWEST) {
            throw new PrerequisiteException("""
                    The store (%s) was written by a newer tapelearn: its schema is version %d, and this program knows \
                    versions up to %d. Nothing was changed.
                    Use the newer program, or name another folder with --store.""".formatted(file, version, NEWEST));
        }
        return version;
    }

    /** One at a time, so that two processes which open a new store together do not both make its tables. */
    private static synchronized void migrateAlone(Path file) {
        try (FileChannel guard = FileChannel.open(
                        file.resolveSibling(GUARD), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = guard.lock()) {
            if (held.isValid()) {
                requireUnused(file);
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource("jdbc:sqlite:" + file, "", "")
                        .locations(MIGRATIONS)
                        .loggers("slf4j")
                        .load()
                        .migrate();
            }
        } catch (IOException refused) {
            throw StoreFailure.unwritable(file, refused);
        } catch (FlywayException failure) {
            throw failure(failure, file);
        }
    }

    /** A program that learns in the store knows its tables as they are. */
    private static void requireUnused(Path file) throws IOException {
        Optional<String> session = SessionLock.held(file.resolveSibling(""));
        if (session.isPresent()) {
            throw new PrerequisiteException("""
                    The store (%s) was written by an earlier tapelearn, and its session %s is in use: bringing the tables up to date \
                    now would break it. Nothing was changed.
                    Wait until it ends, end it, or name another folder with --store.""".formatted(file, session.get()));
        }
    }

    private static RuntimeException failure(FlywayException failure, Path file) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return StoreFailure.of(sql, file);
            }
        }
        return new IllegalStateException("The tables of the store (%s) could not be made.".formatted(file), failure);
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
