package org.tapelearn.learn.contrast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.run.End;
import org.tapelearn.tape.ToolCall;

/**
 * Calls that ended failed attempts: before such a call the attempt could still have succeeded, after it no more, so it is to blame
 * whatever came earlier.
 */
final class Endings {
    /** Of each task so many different calls, so that one that is tried often does not count for all. */
    private static final int A_TASK = 2;

    private Endings() {}

    /** Returns attempts at one task that failed by their last call, the shortest for each such call, in their order. */
    static List<Judged> of(List<Judged> attempts) {
        Map<ToolCall, Judged> byCall = new LinkedHashMap<>();
        for (Judged attempt : attempts) {
            if (attempt.scored()
                    && !attempt.success()
                    && attempt.length() > 0
                    && attempt.rollout().end() instanceof End.Finished) {
                byCall.merge(
                        attempt.rollout().tape().calls().getLast(),
                        attempt,
                        (one, other) -> other.length() < one.length() ? other : one);
            }
        }
        return byCall.values().stream().limit(A_TASK).toList();
    }
}
