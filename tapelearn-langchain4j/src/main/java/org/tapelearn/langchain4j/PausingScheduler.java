package org.tapelearn.langchain4j;

import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs each try on a virtual thread of its own, after waiting as long as it should. */
final class PausingScheduler implements Scheduler {
    private final Waiting waiting;

    PausingScheduler(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ScheduledFuture<?> schedule(Callable<?> work, long delay, TimeUnit unit) {
        Duration pause = Duration.of(delay, unit.toChronoUnit());
        Try task = new Try(
                () -> {
                    if (pause.isPositive()) {
                        waiting.sleep(pause);
                    }
                    return work.call();
                },
                waiting.nanos() + pause.toNanos());
        Thread.ofVirtual().start(task);
        return task;
    }

    private final class Try extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long due;

        Try(Callable<Object> work, long due) {
            super(work);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - waiting.nanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
