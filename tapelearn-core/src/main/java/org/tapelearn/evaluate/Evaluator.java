package org.tapelearn.evaluate;

import java.util.List;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Task;

/**
 * Turns what the checker found into reward and outcome.
 *
 * @param successThreshold theta in (0, 1]: partial credit stays below it
 * @param partialCredit whether milestones earn reward at all; without it only the final criterion does
 */
public record Evaluator(double successThreshold, boolean partialCredit) {
    /** The most that partial credit earns, as a share of the threshold. */
    private static final double CAP = 0.9;

    public Evaluator {
        if (!(successThreshold > 0 && successThreshold <= 1)) {
            throw new IllegalArgumentException(
                    "The success threshold must be above 0 and at most 1, but is %s.".formatted(successThreshold));
        }
    }

    public Evaluation evaluate(Task task, Rollout rollout) {
        if (rollout.end() instanceof End.Broken broken) {
            return new Evaluation.Unscored("broken: " + broken.cause());
        }
        if (!task.checkable()) {
            return new Evaluation.Unscored("the task has no criterion that can be checked");
        }
        boolean success = false;
        boolean grounded = true;
        double earned = 0;
        double possible = 0;
        List<Criterion> criteria = task.criteria();
        for (int i = 0; i < criteria.size(); i++) {
            Criterion criterion = criteria.get(i);
            Finding finding = rollout.findings().get(i);
            boolean holds = finding.holds();
            switch (criterion.role()) {
                case FINAL -> success = holds;
                case EVIDENCE -> grounded &= holds;
                case MILESTONE -> {}
            }
            if (criterion.role() != Criterion.Role.FINAL) {
                possible += criterion.weight();
                earned += criterion.weight() * finding.degree();
            }
        }
        if (success) {
            return new Evaluation.Scored(1, true, grounded);
        }
        double share = partialCredit && possible > 0 ? earned / possible : 0;
        return new Evaluation.Scored(CAP * successThreshold * share, false, false);
    }
}
