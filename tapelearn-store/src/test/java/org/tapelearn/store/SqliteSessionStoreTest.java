package org.tapelearn.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionStoreContract;

class SqliteSessionStoreTest extends SessionStoreContract {
    @TempDir
    Path folder;

    @Override
    protected SessionStore open() {
        return SqliteSessionStore.open(folder);
    }
}
