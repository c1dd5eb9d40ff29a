package org.tapelearn.learn.contrast;

/**
 * A better and a worse attempt at the same task.
 *
 * @param divergence the index of the first call in which they differ, with the same history before it
 * @param weight in (0, 1]: the pairs of one task share a weight of 1
 */
public record TrajectoryPair(Judged better, Judged worse, int divergence, double weight) {
    public TrajectoryPair {
        if (!better.task().id().equals(worse.task().id())) {
            throw new IllegalArgumentException("A pair has one task, but these have (%s) and (%s)."
                    .formatted(better.task().id(), worse.task().id()));
        }
        if (!(better.reward() > worse.reward())) {
            throw new IllegalArgumentException("The better side of a pair earns more, but these earn %s and %s."
                    .formatted(better.reward(), worse.reward()));
        }
    }

    public String taskId() {
        return better.task().id();
    }
}
