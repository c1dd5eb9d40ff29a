package org.tapelearn.learn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Saves on one thread while learning goes on: never two saves at once, and in order. */
final class Saver implements AutoCloseable {
    /** The same thread for every save: the store's native library keeps memory for each thread that it saw. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("save").factory());

    private volatile CompletableFuture<Void> saved = CompletableFuture.completedFuture(null);

    /** Waits for the save before, and begins this one. */
    void save(Runnable save) {
        await();
        saved = CompletableFuture.runAsync(save, thread);
    }

    /** Waits until everything given is saved; throws what saving threw. */
    void await() {
        try {
            saved.join();
        } catch (CompletionException failed) {
            saved = CompletableFuture.completedFuture(null);
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed;
        }
    }

    /** Waits until what was given before is saved, from any thread; what saving threw is left to {@link #await}. */
    void flush() {
        saved.handle((done, failed) -> null).join();
    }

    /** Waits until everything given is saved, and ends the thread whatever happened. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            thread.shutdown();
        }
    }
}
