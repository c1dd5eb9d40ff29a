package org.tapelearn.learn;

import org.tapelearn.learn.contrast.Judged;

/**
 * How incumbent and candidate fared on the same instance of a selection task.
 *
 * @param instance names task and environment seed; it enters a comparison once
 * @param task the name by which flips are reported: the task's family
 * @param scored both attempts could be judged; otherwise the pair tells nothing but uses up the budget
 */
public record PairOutcome(String instance, String task, boolean scored, boolean incumbent, boolean candidate) {
    /** Pairs two attempts at one task, made with the same environment seed. */
    public static PairOutcome of(Judged incumbent, Judged candidate) {
        if (!incumbent.task().id().equals(candidate.task().id())) {
            throw new IllegalArgumentException("Both sides of a pair try one task, but these tried (%s) and (%s)."
                    .formatted(incumbent.task().id(), candidate.task().id()));
        }
        return new PairOutcome(
                incumbent.task().id(),
                incumbent.task().family(),
                incumbent.scored() && candidate.scored(),
                incumbent.success(),
                candidate.success());
    }

    /** 1 where only the candidate succeeded, -1 where only the incumbent did, 0 otherwise. */
    int difference() {
        return scored && incumbent != candidate ? (candidate ? 1 : -1) : 0;
    }
}
