package org.tapelearn.learn.contrast;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pairs attempts at a task that only judges can tell apart: the shortest that they took for done, with the one that they took for not
 * done which shares most of its start.
 */
final class WeakPairing {
    private WeakPairing() {}

    /** Returns one pair at most, of attempts at one task. */
    static Optional<TrajectoryPair> pair(List<Judged> attempts) {
        return attempts.stream()
                .filter(Judged::weaklyPassed)
                .min(Comparator.comparingInt(Judged::length))
                .flatMap(better -> attempts.stream()
                        .filter(Judged::weaklyFailed)
                        .map(worse -> new TrajectoryPair(better, worse, common(better, worse), 1))
                        .max(Comparator.comparingInt(TrajectoryPair::divergence)));
    }

    private static int common(Judged better, Judged worse) {
        return FirstDivergence.commonTurns(
                better.rollout().tape(), worse.rollout().tape());
    }
}
