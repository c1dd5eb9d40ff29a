package org.tapelearn.langchain4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting, and then at once. */
final class TestWaiting implements Waiting {
    private final List<Duration> waits = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration time) {
        waits.add(time);
        now += time.toNanos();
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized Duration passed() {
        return Duration.ofNanos(now);
    }
}
