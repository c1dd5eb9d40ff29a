package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionSamples;

@Timeout(180)
class KilledProcessTest {
    private static final int KILLS = 5;

    @TempDir
    Path folder;

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitLoop.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void leavesExactlyTheCommitsThatReturned() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(SessionSamples.session(CommitLoop.SESSION));
        }
        Random random = new Random();
        long committed = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = start();
            long acknowledged = killAtSomeInstant(child, committed, random);
            committed = assertWhole(acknowledged);
        }
        assertEqualToAnUndisturbedRun(committed);
    }

    /** Returns the last index that the child printed, or the one before its start if it had no time to. */
    private static long killAtSomeInstant(Process child, long before, Random random) throws Exception {
        long acknowledged = before;
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("held");
            for (int lines = random.nextInt(30); lines > 0; lines--) {
                acknowledged = Long.parseLong(out.readLine());
            }
            LockSupport.parkNanos(random.nextInt(20_000_000));
            child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the stream, unread lines and all
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Long.parseLong(line);
            }
        }
        child.waitFor();
        return acknowledged;
    }

    private long assertWhole(long acknowledged) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                ResultSet verdict = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
            assertThat(verdict.getString(1)).isEqualTo("ok");
        }
        try (SqliteSessionStore store = SqliteSessionStore.open(folder);
                var hold = store.hold(CommitLoop.SESSION)) {
            assertThat(hold).isNotNull();
            long last = store.lastCommit(CommitLoop.SESSION)
                    .map(SessionCommit::index)
                    .orElse(-1L);
            assertThat(last).isBetween(acknowledged, acknowledged + 1);
            assertThat(store.counts(CommitLoop.SESSION).rollouts()).isEqualTo((last + 1) * CommitLoop.ROLLOUTS);
            return last;
        }
    }

    private void assertEqualToAnUndisturbedRun(long last) {
        try (SqliteSessionStore killed = SqliteSessionStore.open(folder);
                SqliteSessionStore undisturbed = SqliteSessionStore.open(folder.resolve("undisturbed"))) {
            undisturbed.create(SessionSamples.session(CommitLoop.SESSION));
            for (long index = 0; index <= last; index++) {
                undisturbed.commit(CommitLoop.SESSION, SessionSamples.commit(index, CommitLoop.ROLLOUTS, 1));
            }
            assertThat(killed.dump(CommitLoop.SESSION)).isEqualTo(undisturbed.dump(CommitLoop.SESSION));
        }
    }

    @Test
    void holdsItsSessionAgainstOthersUntilItIsGone() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(SessionSamples.session(CommitLoop.SESSION));
            Process child = start();
            try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).startsWith("held");
                assertThatThrownBy(() -> store.hold(CommitLoop.SESSION))
                        .isInstanceOf(PrerequisiteException.class)
                        .hasMessageContainingAll(CommitLoop.SESSION, "process " + child.pid(), "Wait until it ends");
                store.hold("another").close();
            } finally {
                child.destroyForcibly();
                child.waitFor();
            }
            store.hold(CommitLoop.SESSION).close();
        }
    }
}
