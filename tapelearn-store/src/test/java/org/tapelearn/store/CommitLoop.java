package org.tapelearn.store;

import java.nio.file.Path;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.learn.SessionStore;

/** A process that holds a session and commits to it until it is killed; prints the index of each commit that returned. */
final class CommitLoop {
    static final String SESSION = "kill";
    static final int ROLLOUTS = 25;

    private CommitLoop() {}

    public static void main(String[] arguments) {
        SqliteSessionStore store = SqliteSessionStore.open(Path.of(arguments[0]));
        SessionStore.Hold hold = store.hold(SESSION);
        long index = store.lastCommit(SESSION).map(SessionCommit::index).orElse(-1L) + 1;
        System.out.println("held " + hold.getClass().getSimpleName());
        for (; ; index++) {
            store.commit(SESSION, SessionSamples.commit(index, ROLLOUTS, 1));
            System.out.println(index);
        }
    }
}
