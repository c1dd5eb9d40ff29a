package org.tapelearn.learn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapelearn.metrics.Interval;

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

    /**
     * Returns where the true difference in success lies with 95 % confidence, candidate less incumbent, from -1 to 1: matched
     * pairs, by the adjusted Wald interval. Source: Agresti and Min, Statistics in Medicine 2005.
     */
    Interval difference() {
        double gained = flips.stream().filter(Flip::gained).count() + 0.5;
        double lost = flips.size() - (gained - 0.5) + 0.5;
        double scored = pairs - unscored + 2;
        double mean = (gained - lost) / scored;
        double spread =
                1.96 * Math.sqrt(Math.max(0, gained + lost - (gained - lost) * (gained - lost) / scored)) / scored;
        return new Interval(Math.max(-1, mean - spread), Math.min(1, mean + spread));
    }

    /** What the last of a session's comparisons says where it ended without a decision: which differences are unlikely. */
    static Optional<String> note(List<SessionEvent> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Verdict last = ReportJson.readVerdict(events.getLast().body());
        if (last.decision() != Decision.INCONCLUSIVE) {
            return Optional.empty();
        }
        Interval difference = last.difference();
        return Optional.of(String.format(
                Locale.ROOT,
                "The last comparison at the gate (%d pairs) was not decided: the candidate's success lies %+.1f to %+.1f"
                        + " points from that of the version in force, with 95 %% confidence.",
                last.pairs(),
                100 * difference.low(),
                100 * difference.high()));
    }

    public Verdict {
        path = List.copyOf(path);
        flips = List.copyOf(flips);
        vetoedBy = List.copyOf(vetoedBy);
    }
}
