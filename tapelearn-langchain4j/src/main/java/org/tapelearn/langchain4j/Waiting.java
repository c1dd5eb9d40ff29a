package org.tapelearn.langchain4j;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A clock and a way to wait by it, so that tests need not wait. */
public interface Waiting {
    /** The real one. */
    Waiting REAL = new Waiting() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    /** Nanoseconds since some moment. */
    long nanos();

    void sleep(Duration time) throws InterruptedException;
}
