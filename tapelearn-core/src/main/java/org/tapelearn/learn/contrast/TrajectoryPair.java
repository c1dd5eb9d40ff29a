package org.tapelearn.learn.contrast;

import java.util.List;

/**
 * A better and a worse attempt at the same task.
 *
 * @param divergence the index of the first turn in which they differ; before it calls and observations are equal
 * @param weight in (0, 1]: the pairs of one task share a weight of 1
 */
public record TrajectoryPair(Judged better, Judged worse, int divergence, double weight) {
    public TrajectoryPair {
        if (!better.task().id().equals(worse.task().id())) {
            throw new IllegalArgumentException("A pair has one task, but these have (%s) and (%s)."
                    .formatted(better.task().id(), worse.task().id()));
        }
        boolean weak = better.weaklyPassed() && worse.weaklyFailed();
        if (!weak && !(better.reward() > worse.reward())) {
            throw new IllegalArgumentException("The better side of a pair earns more, but these earn %s and %s."
                    .formatted(better.reward(), worse.reward()));
        }
    }

    /** How far beyond the better side's length the worse side counts. */
    private static final int OVERHANG = 5;

    /** How many calls of the worse side count, from the first: what a long failure did at its end tells little. */
    public int worseCalls() {
        return Math.min(worse.length(), better.length() + OVERHANG);
    }

    /** Tells whether the sides were told apart by judges only: such a pair is practice, and proves nothing. */
    public boolean weak() {
        return better.weaklyPassed();
    }

    /** How the two differ: where they part first, then call against call. */
    public List<ContrastPoint> contrastPoints() {
        return new Contrast(this).points();
    }

    /** What to learn from the difference, in words: one sentence for each kind of it. */
    public List<String> learningInsights() {
        return new Contrast(this).insights();
    }

    public String taskId() {
        return better.task().id();
    }
}
