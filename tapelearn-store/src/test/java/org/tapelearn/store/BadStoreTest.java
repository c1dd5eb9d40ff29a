package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.tapelearn.learn.SessionSamples.commit;
import static org.tapelearn.learn.SessionSamples.session;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.contrast.Judged;

/** What the user must mend: said clearly, and nothing overwritten. */
class BadStoreTest {
    private static final String ID = "s";

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve(Database.FILE_NAME);
    }

    private void fill(int commits) {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(session(ID));
            for (int index = 0; index < commits; index++) {
                store.commit(ID, commit(index, 40, 1));
            }
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Database.execute(connection, statement);
        }
    }

    private void assertRefusedUntouched(String... words) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteSessionStore.open(folder))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private static void assertToldToMend(ThrowingCallable work, String... words) {
        assertThatThrownBy(work).isInstanceOf(PrerequisiteException.class).hasMessageContainingAll(words);
    }

    @Nested
    class OnOpening {
        @Test
        void refusesAStoreOfANewerProgram() throws Exception {
            fill(1);
            sql("""
                    INSERT INTO flyway_schema_history
                    SELECT 99, '%1$d', 'future', type, 'V%1$d__future.sql', 0, installed_by, installed_on, 1, 1
                    FROM flyway_schema_history WHERE installed_rank = 1""".formatted(Schema.NEWEST + 1));
            assertRefusedUntouched("newer tapelearn", "version " + (Schema.NEWEST + 1), "up to " + Schema.NEWEST);
        }

        @Test
        void leavesAnOlderStoreAloneWhileSomebodyLearnsInIt() throws Exception {
            fill(1);
            sql("ALTER TABLE tasks DROP COLUMN told");
            sql("DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) > 3");
            SessionLock other = SessionLock.hold(folder, ID);
            try {
                assertRefusedUntouched("(" + ID + ")", "in use", "up to date");
            } finally {
                other.close();
            }
        }

        @Test
        void refusesAFileThatIsNoDatabase() throws IOException {
            Files.writeString(file, "Dear diary, this is not a database. ".repeat(100));
            assertRefusedUntouched("not an SQLite database");
        }

        @Test
        void refusesTheDatabaseOfAnotherProgram() throws Exception {
            sql("CREATE TABLE songs (title TEXT)");
            assertRefusedUntouched("another program");
        }

        @Test
        void refusesAFileInPlaceOfItsFolder() throws IOException {
            Path taken = Files.writeString(folder.resolve("taken"), "mine");
            assertToldToMend(() -> SqliteSessionStore.open(taken), taken.toString(), "needs a folder");
            assertThat(taken).hasContent("mine");
        }

        @Test
        void refusesAFolderInPlaceOfItsFile() throws IOException {
            Files.createDirectory(file);
            assertToldToMend(() -> SqliteSessionStore.open(folder), file.toString());
        }

        @Test
        void refusesAFolderThatTheSystemWillNotMake() {
            assumeThat(Path.of("/proc/self")).as("a system with /proc").exists();
            assertToldToMend(() -> SqliteSessionStore.open(Path.of("/proc/tapelearn")), "/proc/tapelearn", "--store");
        }

        @Test
        void refusesAReadOnlyFolderAndAReadOnlyFile() throws IOException {
            fill(1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
            assumeThat(Files.isWritable(file)).as("rights bind this user").isFalse();
            assertRefusedUntouched("right to write");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
            try {
                assertRefusedUntouched("right to write");
            } finally {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        @Test
        void opensAnEmptyFileAsANewStore() throws IOException {
            Files.createFile(file);
            fill(1);
            assertThat(file).isNotEmptyFile();
        }
    }

    @Nested
    class WhenDamaged {
        @Test
        void neverHoldsASessionOfAStoreWithABrokenPage() throws IOException {
            fill(5);
            Random random = new Random(1);
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                for (long page = 2; page < raw.length() / 4096; page++) {
                    byte[] noise = new byte[64];
                    random.nextBytes(noise);
                    raw.seek(page * 4096);
                    raw.write(noise);
                }
            }
            byte[] before = Files.readAllBytes(file);
            assertToldToMend(
                    () -> {
                        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
                            store.hold(ID);
                        }
                    },
                    file.toString(),
                    "damaged",
                    ".recover");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }

        @Test
        void noticesAFileCutShort() throws IOException {
            fill(5);
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.setLength(raw.length() / 2);
            }
            assertToldToMend(
                    () -> {
                        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
                            store.hold(ID);
                        }
                    },
                    "damaged");
        }

        @Test
        void noticesADamagedTape() throws SQLException {
            fill(1);
            sql("UPDATE tapes SET body = substr(body, 1, 40) WHERE rollout = 1");
            Judged first = commit(0, 40, 1).rollouts().getFirst();
            try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
                String id = first.rollout().key().id();
                assertToldToMend(() -> store.rollouts(ID, Set.of(id)), "damaged", id);
                assertToldToMend(() -> store.dump(ID), "damaged", id);
            }
        }
    }

    @Test
    void saysThatTheDiskIsFullAndKeepsWhatWasCommitted() {
        fill(2);
        Database database = Database.open(folder);
        long pages = database.read(connection -> {
            try (var rows = connection.createStatement().executeQuery("PRAGMA page_count")) {
                rows.next();
                return rows.getLong(1);
            }
        });
        database.read(connection -> {
            Database.execute(connection, "PRAGMA max_page_count = " + (pages + 3));
            return true;
        });
        try (SqliteSessionStore store = new SqliteSessionStore(database)) {
            SessionCommit large = commit(2, 400, 1);
            assertToldToMend(() -> store.commit(ID, large), "disk is full", "resume");
            assertThat(store.lastCommit(ID).orElseThrow().index()).isEqualTo(1);
            assertThat(store.counts(ID).rollouts()).isEqualTo(80);
        }
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.hold(ID).close();
            store.commit(ID, commit(2, 400, 1));
            assertThat(store.counts(ID).rollouts()).isEqualTo(480);
        }
    }

    @Test
    void knowsItsNewestMigration() throws IOException, URISyntaxException {
        URL first = Schema.class.getResource("/org/tapelearn/store/migration/V1__sessions.sql");
        assertThat(first).isNotNull();
        try (Stream<Path> migrations = Files.list(Path.of(first.toURI()).getParent())) {
            List<Integer> versions = migrations
                    .map(path -> path.getFileName().toString())
                    .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                    .sorted()
                    .toList();
            assertThat(versions.getLast()).isEqualTo(Schema.NEWEST);
        }
    }
}
