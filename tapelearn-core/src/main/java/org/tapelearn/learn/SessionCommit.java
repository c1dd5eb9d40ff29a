package org.tapelearn.learn;

import java.util.List;
import java.util.Map;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;

/**
 * One step of a session's life: written wholly or not at all.
 *
 * @param index counts the commits of a session from 0, without gaps
 * @param state the learner's whole state after this commit, as JSON
 * @param blobs named binary parts of the state that changed (policy weights); names not given keep their content
 * @param rollouts the attempts made since the last commit, with their tasks and judgements
 * @param pairs the pairs formed since the last commit
 * @param events rounds, verdicts, insights, metrics: append-only, in order
 */
public record SessionCommit(
        long index,
        String state,
        Map<String, byte[]> blobs,
        List<Judged> rollouts,
        List<TrajectoryPair> pairs,
        List<SessionEvent> events) {
    public SessionCommit {
        blobs = Map.copyOf(blobs);
        rollouts = List.copyOf(rollouts);
        pairs = List.copyOf(pairs);
        events = List.copyOf(events);
    }
}
