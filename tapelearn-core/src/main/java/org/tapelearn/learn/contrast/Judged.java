package org.tapelearn.learn.contrast;

import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.run.Rollout;
import org.tapelearn.task.Task;

/** A rollout with its task and judgement. */
public record Judged(Task task, Rollout rollout, Evaluation evaluation) {
    /** The reward, or 0 where the attempt is unscored. */
    public double reward() {
        return evaluation instanceof Evaluation.Scored scored ? scored.reward() : 0;
    }

    public boolean scored() {
        return evaluation instanceof Evaluation.Scored;
    }

    public boolean success() {
        return evaluation instanceof Evaluation.Scored scored && scored.success();
    }

    public boolean grounded() {
        return evaluation instanceof Evaluation.Scored scored && scored.success() && scored.grounded();
    }

    /** Tells whether judges took it for done, which nothing checked. */
    public boolean weaklyPassed() {
        return evaluation instanceof Evaluation.Weak weak && weak.passed();
    }

    /** Tells whether judges took it for not done, which nothing checked. */
    public boolean weaklyFailed() {
        return evaluation instanceof Evaluation.Weak weak && !weak.passed();
    }

    /** The number of calls made. */
    public int length() {
        return rollout.tape().calls().size();
    }
}
