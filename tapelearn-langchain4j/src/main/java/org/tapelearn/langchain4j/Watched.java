package org.tapelearn.langchain4j;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A stream that is closed from outside when nothing comes for too long, or when it takes too long altogether. */
final class Watched extends FilterInputStream {
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final long idle;
    private final long end;
    private volatile long last = System.nanoTime();
    private volatile String expired = "";
    private volatile Future<?> next;

    Watched(InputStream stream, Duration idle, Duration left) {
        super(stream);
        this.idle = idle.toNanos();
        this.end = last + left.toNanos();
        this.next = WATCH.schedule(this::look, Math.min(this.idle, left.toNanos()), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private void look() {
        long now = System.nanoTime();
        if (now - end >= 0) {
            expire("was not whole in time");
        } else if (now - last >= idle) {
            expire("said nothing for %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(idle)));
        } else {
            next = WATCH.schedule(this::look, Math.min(idle - (now - last), end - now), TimeUnit.NANOSECONDS);
        }
    }

    private void expire(String why) {
        expired = why;
        try {
            in.close();
        } catch (IOException ignored) {
            // whoever reads is told by the reason
        }
    }

    /** Why it was closed from outside; empty while it was not. */
    String expired() {
        return expired;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        last = System.nanoTime();
        return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        last = System.nanoTime();
        return read;
    }

    @Override
    public void close() throws IOException {
        next.cancel(false);
        super.close();
    }
}
