package org.tapelearn.learn;

import java.util.List;

/**
 * What the gate decided on a candidate, with what it went by.
 *
 * @param candidate which candidate since the last commit, from 1
 * @param pairs pairs used, those that could not be scored too
 * @param unscored pairs that could not be scored
 * @param path the evidence W after each pair
 * @param flips the tasks on which the two sides differed, in the order of the pairs
 * @param vetoedBy the protected tasks that fresh instances showed to be worse; empty unless vetoed
 */
public record Verdict(
        Decision decision,
        int candidate,
        int pairs,
        int unscored,
        int incumbentSuccesses,
        int candidateSuccesses,
        List<Double> path,
        List<Flip> flips,
        List<String> vetoedBy) {
    /** What becomes of the candidate; only a committed one replaces the incumbent. */
    public enum Decision {
        COMMITTED,
        REJECTED,
        VETOED,
        INCONCLUSIVE
    }

    /** A pair in which one side alone succeeded. */
    public record Flip(String task, String instance, boolean gained) {}

    public Verdict {
        path = List.copyOf(path);
        flips = List.copyOf(flips);
        vetoedBy = List.copyOf(vetoedBy);
    }
}
