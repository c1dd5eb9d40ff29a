package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapelearn.learn.SessionSamples.commit;
import static org.tapelearn.learn.SessionSamples.session;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.SessionStoreContract;

class SqliteSessionStoreTest extends SessionStoreContract {
    @TempDir
    Path folder;

    @Override
    protected SessionStore open() {
        return SqliteSessionStore.open(folder);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithMemoryWhateverIsCommittedAndHoweverOftenItIsReopened(long seed) {
        Random random = new Random(seed);
        InMemorySessionStore model = new InMemorySessionStore();
        Map<String, Integer> next = new TreeMap<>(Map.of("one", 0, "two", 0));
        for (String id : next.keySet()) {
            model.create(session(id));
            store.create(session(id));
        }
        for (int step = 0; step < 25; step++) {
            String id = random.nextBoolean() ? "one" : "two";
            switch (random.nextInt(5)) {
                case 0 -> {
                    store.close();
                    store = open();
                }
                case 1 -> {
                    model.finish(id, "stopped", "{\"step\":" + step + "}");
                    store.finish(id, "stopped", "{\"step\":" + step + "}");
                }
                default -> {
                    int index = next.merge(id, 1, Integer::sum) - 1;
                    SessionCommit commit = commit(index, random.nextInt(20), seed);
                    model.commit(id, commit);
                    store.commit(id, commit);
                }
            }
        }
        next.keySet().forEach(id -> assertSame(id, model));
        assertThat(store.sessions()).isEqualTo(model.sessions());
    }

    private void assertSame(String id, SessionStore model) {
        Set<String> ids = new HashSet<>();
        model.tapes(id, TapeQuery.ALL).forEach(head -> ids.add(head.rolloutId()));
        assertThat(store.counts(id)).isEqualTo(model.counts(id));
        assertThat(store.tapes(id, TapeQuery.ALL)).isEqualTo(model.tapes(id, TapeQuery.ALL));
        assertThat(store.rollouts(id, ids)).isEqualTo(model.rollouts(id, ids));
        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            assertThat(store.events(id, kind)).isEqualTo(model.events(id, kind));
        }
        assertThat(store.lastCommit(id).map(SessionCommit::index))
                .isEqualTo(model.lastCommit(id).map(SessionCommit::index));
        model.lastCommit(id).ifPresent(expected -> {
            SessionCommit found = store.lastCommit(id).orElseThrow();
            assertThat(found.state()).isEqualTo(expected.state());
            assertThat(found.blobs()).containsOnlyKeys(expected.blobs().keySet());
            expected.blobs()
                    .forEach(
                            (name, bytes) -> assertThat(found.blobs().get(name)).isEqualTo(bytes));
        });
    }

    @Test
    void anotherStoreOnTheSameFolderSeesWhatIsCommitted() {
        store.create(session(ID));
        try (SessionStore reader = open()) {
            store.commit(ID, commit(0, 10, 1));
            assertThat(reader.counts(ID).rollouts()).isEqualTo(10);
        }
    }
}
