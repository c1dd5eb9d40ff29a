package org.tapelearn.cli.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tapelearn.learn.LearningListener.Progress;

/** How long this run has taken, and how long it will take at most if it goes on like that. */
final class Pace {
    private final Clock clock;
    private final Instant start;
    private long doneBefore = -1;

    Pace(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void see(Progress progress) {
        if (doneBefore < 0) {
            doneBefore = progress.rolloutsDone();
        }
    }

    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    /** Empty until something has been done. */
    Optional<Duration> left(Progress progress) {
        long done = progress.rolloutsDone() - Math.max(0, doneBefore);
        long open = progress.rolloutsPlanned() - progress.rolloutsDone();
        if (done <= 0 || open < 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round((double) elapsed().toMillis() / done * open)));
    }
}
