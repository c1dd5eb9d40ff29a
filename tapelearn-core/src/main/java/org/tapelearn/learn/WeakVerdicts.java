package org.tapelearn.learn;

import java.util.List;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;

/**
 * What judges said of attempts that nothing can check, while exploring. No other count holds any of these attempts.
 *
 * @param undecided attempts of which they did not agree, or that broke
 * @param pairs made of what they said
 */
public record WeakVerdicts(int passed, int failed, int undecided, int pairs) {
    public static final WeakVerdicts NONE = new WeakVerdicts(0, 0, 0, 0);

    WeakVerdicts after(List<Judged> rollouts, List<TrajectoryPair> newPairs) {
        List<Judged> unchecked =
                rollouts.stream().filter(attempt -> !attempt.task().checkable()).toList();
        int more = (int) unchecked.stream().filter(Judged::weaklyPassed).count();
        int fewer = (int) unchecked.stream().filter(Judged::weaklyFailed).count();
        return new WeakVerdicts(
                passed + more,
                failed + fewer,
                undecided + unchecked.size() - more - fewer,
                pairs + (int) newPairs.stream().filter(TrajectoryPair::weak).count());
    }

    /** All attempts that judges were asked about. */
    public int attempts() {
        return passed + failed + undecided;
    }
}
