package org.tapelearn.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.tapelearn.error.PrerequisiteException;

/** Turns SQLite's errors into what the user can mend, or into our own fault. */
final class StoreFailure {
    private static final String DAMAGED = """
            The store (%s) is damaged: %s. Nothing was changed.
            Put back a copy of the file, or move it away and start anew; \
            the program sqlite3 with its command .recover may save most of it.""";

    private static final String UNWRITABLE = """
            The store (%s) must be a file that can be read and written, in such a folder, but it could not be opened.
            Give yourself the right to write the file and its folder, or name another folder with --store.""";

    private StoreFailure() {}

    /** Returns the exception to throw: a {@link PrerequisiteException} where the user can help. */
    static RuntimeException of(SQLException failure, Path file) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return new IllegalStateException(
                    "The store (%s) failed: %s".formatted(file, failure.getMessage()), failure);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (primary(code)) {
            case SQLITE_FULL -> new PrerequisiteException("""
                    The store (%s) cannot grow: the disk is full. The last commit was not written; all before it are safe.
                    Free some space, then resume the session.""".formatted(file), failure);
            case SQLITE_NOTADB -> new PrerequisiteException("""
                    The store was expected in (%s), but that file is not an SQLite database. Nothing was changed.
                    Move the file away, or name another folder with --store.""".formatted(file), failure);
            case SQLITE_CORRUPT -> corrupt(file, String.valueOf(failure.getMessage()), failure);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> unwritable(file, failure);
            case SQLITE_BUSY, SQLITE_LOCKED -> new PrerequisiteException("""
                    The store (%s) is in use by another process that did not let go in time.
                    Wait for it to finish, or end it; then try again.""".formatted(file), failure);
            case SQLITE_IOERR -> new PrerequisiteException("""
                    The store (%s) could not be read or written: %s.
                    Look for a full or failing disk, then resume the session; what was committed is safe.""".formatted(file, failure.getMessage()), failure);
            default ->
                new IllegalStateException(
                        "The store (%s) refused a statement: %s".formatted(file, failure.getMessage()), failure);
        };
    }

    /** Tells whether a row with the same key is already there. */
    static boolean isDuplicate(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY);
    }

    static PrerequisiteException corrupt(Path file, String detail) {
        return new PrerequisiteException(DAMAGED.formatted(file, detail));
    }

    static PrerequisiteException corrupt(Path file, String detail, Throwable cause) {
        return new PrerequisiteException(DAMAGED.formatted(file, detail), cause);
    }

    static PrerequisiteException unwritable(Path file) {
        return new PrerequisiteException(UNWRITABLE.formatted(file));
    }

    static PrerequisiteException unwritable(Path file, Throwable cause) {
        return new PrerequisiteException(UNWRITABLE.formatted(file), cause);
    }

    /** SQLite's extended codes carry the primary one in their lowest byte. */
    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xFF);
    }
}
