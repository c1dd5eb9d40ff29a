package org.tapelearn.learn;

class InMemorySessionStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore open() {
        return new InMemorySessionStore();
    }
}
