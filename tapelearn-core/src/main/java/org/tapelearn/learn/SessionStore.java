package org.tapelearn.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.learn.contrast.Judged;

/**
 * Where sessions live. Every write is atomic: after a kill at any instant the store holds the commits that returned, and
 * nothing of any other. Implementations throw {@link org.tapelearn.error.PrerequisiteException} for what the user must
 * mend: a newer or corrupt store, a full disk, a session that another process holds.
 */
public interface SessionStore extends AutoCloseable {
    /**
     * Adds a session. Its id must be new, or that of one that was stopped before its first commit, which it takes the place of:
     * hold it first, so that nobody else is about to make that commit.
     */
    void create(SessionRecord session);

    /** Changes the status and report of a session. */
    void finish(String sessionId, String status, String report);

    Optional<SessionRecord> find(String sessionId);

    /** All sessions, oldest first. */
    List<SessionRecord> sessions();

    /** Holds the session for this process until the result is closed; another process that tries gets an error. */
    Hold hold(String sessionId);

    /** Appends a commit; {@link SessionCommit#index} must be the next one. */
    void commit(String sessionId, SessionCommit commit);

    /** The last commit's index, state and all blobs; without rollouts, pairs and events. Empty before the first. */
    Optional<SessionCommit> lastCommit(String sessionId);

    /** The rollouts with these ids ({@code RolloutKey.id()}), in the order of the ids' first write. */
    List<Judged> rollouts(String sessionId, Set<String> rolloutIds);

    /** Heads of all rollouts of a session in the order written, without their tapes, filtered by the query. */
    List<TapeHead> tapes(String sessionId, TapeQuery query);

    /** All events of a kind, in the order written. */
    List<SessionEvent> events(String sessionId, SessionEvent.Kind kind);

    /** How many rollouts and pairs the session holds. */
    Counts counts(String sessionId);

    /** What a session asked models for, by purpose, as far as it is written; empty where none was asked. */
    default Map<String, LearningReport.ModelUse> modelUse(String sessionId) {
        return Map.of();
    }

    @Override
    void close();

    /** A session held by this process. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Row counts of a session. */
    record Counts(long rollouts, long pairs, long tasks) {}

    /**
     * Which tapes to list.
     *
     * @param phase a phase's label, or empty for all
     * @param outcome success, partial, failure or unscored, or empty for all
     * @param family a family's name, or empty for all
     */
    record TapeQuery(String phase, String outcome, String family, int limit) {
        public static final TapeQuery ALL = new TapeQuery("", "", "", Integer.MAX_VALUE);
    }

    /**
     * A rollout without its tape.
     *
     * @param cause why there is no verdict, or what judges said; empty where a checker decided
     */
    record TapeHead(
            String rolloutId,
            String phase,
            int round,
            String family,
            String group,
            String outcome,
            double reward,
            boolean grounded,
            int calls,
            String description,
            String cause) {}
}
