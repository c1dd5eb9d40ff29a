package org.tapelearn.cli.live;

import java.time.Duration;

/** Does something over and over, on a thread of its own, until it is closed. */
public final class Ticker implements AutoCloseable {
    private final Thread thread;

    public Ticker(Duration pause, Runnable work) {
        thread = Thread.ofVirtual().name("ticker").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(pause);
                    work.run();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
