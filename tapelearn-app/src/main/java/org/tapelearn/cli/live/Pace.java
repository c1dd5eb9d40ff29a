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
    private Instant begun;
    private String session = "";
    private long doneBefore;

    Pace(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
        this.begun = start;
    }

    /** Minds what was done before, in this session by an earlier run, or by this run in another session. */
    void see(Progress progress) {
        if (!progress.session().equals(session)) {
            begun = session.isEmpty() ? start : clock.instant();
            session = progress.session();
            doneBefore = progress.rolloutsDone();
        }
    }

    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    /** Empty until something has been done. */
    Optional<Duration> left(Progress progress) {
        long done = progress.rolloutsDone() - doneBefore;
        long open = progress.rolloutsPlanned() - progress.rolloutsDone();
        if (done <= 0 || open < 0) {
            return Optional.empty();
        }
        long millis = Duration.between(begun, clock.instant()).toMillis();
        return Optional.of(Duration.ofMillis(Math.round((double) millis / done * open)));
    }
}
