package org.tapelearn.learn;

import java.util.List;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.task.Criterion;

/** The dense score of attempts, whatever the reward that was learned from. */
public final class Score {
    private Score() {}

    /**
     * What a scored attempt earned of all that its criteria but the final one are worth, in [0, 1]; all of it for a success. What
     * failed for good has earned nothing.
     */
    public static double of(Judged judged) {
        if (judged.success()) {
            return 1;
        }
        double earned = 0;
        double possible = 0;
        List<Criterion> criteria = judged.task().criteria();
        for (int i = 0; i < criteria.size(); i++) {
            if (criteria.get(i).role() != Criterion.Role.FINAL) {
                possible += criteria.get(i).weight();
                earned += criteria.get(i).weight()
                        * judged.rollout().findings().get(i).degree();
            }
        }
        return possible > 0 ? earned / possible : 0;
    }

    static double mean(List<Judged> scored) {
        return scored.stream().mapToDouble(Score::of).average().orElse(0);
    }
}
