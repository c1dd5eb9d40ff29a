package org.tapelearn.learn.contrast;

import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.run.End;

/** What an attempt came to, in the guide's words. */
public enum TrajectoryOutcome {
    SUCCESS,
    FAILURE,
    PARTIAL,
    /** The environment broke; the attempt's end says why. */
    ERROR,
    /** No checker could decide. */
    UNKNOWN;

    public static TrajectoryOutcome of(Judged attempt) {
        return switch (attempt.evaluation()) {
            case Evaluation.Scored scored ->
                switch (scored.outcome()) {
                    case SUCCESS -> SUCCESS;
                    case PARTIAL -> PARTIAL;
                    case FAILURE -> FAILURE;
                };
            case Evaluation.Weak weak -> UNKNOWN;
            case Evaluation.Unscored unscored -> attempt.rollout().end() instanceof End.Broken ? ERROR : UNKNOWN;
        };
    }
}
