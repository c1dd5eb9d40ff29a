package org.tapelearn.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.tapelearn.langchain4j.Waiting;

/** Time that passes only by waiting, and then at once. */
final class AtOnce implements Waiting {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public void sleep(Duration time) {
        now.addAndGet(time.toNanos());
    }

    Duration passed() {
        return Duration.ofNanos(now.get());
    }
}
