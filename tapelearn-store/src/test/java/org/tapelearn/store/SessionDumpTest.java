package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapelearn.learn.SessionSamples.commit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionRecord;

class SessionDumpTest {
    @TempDir
    Path folder;

    private static SessionRecord session(String id, long startedAt) {
        return new SessionRecord(id, "world", 1, "{\"seed\":1}", "running", startedAt, "");
    }

    private static SessionCommit metric(long index, String subject, String body) {
        return new SessionCommit(
                index,
                "{}",
                Map.of(),
                List.of(),
                List.of(),
                List.of(new SessionEvent(SessionEvent.Kind.METRIC, 1, subject, body)));
    }

    @Test
    void isEqualForEqualSessionsAtAnotherTimeBesideOtherSessions() {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(session("a", 1));
            store.create(session("b", 99));
            for (int index = 0; index < 4; index++) {
                store.commit("a", commit(index, 12, 3));
                store.commit("b", commit(index, 12, 3));
            }
            store.finish("a", "solved", "{\"session\":\"a\",\"seconds\":1.5,\"rounds\":4}");
            store.finish("b", "solved", "{\"session\":\"b\",\"seconds\":7.25,\"rounds\":4}");

            assertThat(store.dump("a")).isEqualTo(store.dump("b")).contains("\"rounds\":4", "\"steps\":[");
        }
    }

    @Test
    void leavesOutClocksInEvents() {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(session("a", 1));
            store.create(session("b", 1));
            store.commit("a", metric(0, "seconds", "3"));
            store.commit("b", metric(0, "seconds", "4"));
            store.commit("a", metric(1, "success", "{\"deep\":[{\"seconds\":1}],\"rate\":0.5}"));
            store.commit("b", metric(1, "success", "{\"deep\":[{\"seconds\":2}],\"rate\":0.5}"));

            assertThat(store.dump("a")).isEqualTo(store.dump("b"));
        }
    }

    @Test
    void tellsSessionsApartThatDifferAnywhere() {
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            for (String id : List.of("a", "other-rollouts", "other-metric", "other-status", "other-blob")) {
                store.create(session(id, 1));
                store.commit(id, commit(0, 12, id.equals("other-rollouts") ? 4 : 3));
                store.commit(id, metric(1, "success", id.equals("other-metric") ? "0.51" : "0.5"));
                byte[] weights = {id.equals("other-blob") ? (byte) 1 : 0};
                store.commit(id, new SessionCommit(2, "{}", Map.of("w", weights), List.of(), List.of(), List.of()));
                store.finish(id, id.equals("other-status") ? "plateau" : "solved", "");
            }

            assertThat(List.of("other-rollouts", "other-metric", "other-status", "other-blob"))
                    .allSatisfy(id -> assertThat(store.dump(id)).isNotEqualTo(store.dump("a")));
        }
    }
}
