package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;

/** A session store for tests of the learner, gone with its object. */
public final class InMemorySessionStore implements SessionStore {
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();

    private static final class Session {
        SessionRecord head;
        long last = -1;
        String state = "";
        final Map<String, byte[]> blobs = new HashMap<>();
        final Map<String, Judged> rollouts = new LinkedHashMap<>();
        final List<TrajectoryPair> pairs = new ArrayList<>();
        final List<SessionEvent> events = new ArrayList<>();

        Session(SessionRecord head) {
            this.head = head;
        }
    }

    @Override
    public synchronized void create(SessionRecord session) {
        Session before = sessions.get(session.id());
        if (before != null && before.last >= 0) {
            throw new PrerequisiteException("There is a session (%s) already.".formatted(session.id()));
        }
        sessions.put(session.id(), new Session(session));
    }

    @Override
    public synchronized void finish(String sessionId, String status, String report) {
        Session session = require(sessionId);
        SessionRecord head = session.head;
        session.head = new SessionRecord(
                head.id(), head.environment(), head.seed(), head.configuration(), status, head.startedAt(), report);
    }

    @Override
    public synchronized Optional<SessionRecord> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId)).map(session -> session.head);
    }

    @Override
    public synchronized List<SessionRecord> sessions() {
        return sessions.values().stream().map(session -> session.head).toList();
    }

    @Override
    public synchronized Hold hold(String sessionId) {
        SessionRecord.requireId(sessionId);
        if (!held.add(sessionId)) {
            throw new PrerequisiteException("The session (%s) is in use by this same process (%d)."
                    .formatted(sessionId, ProcessHandle.current().pid()));
        }
        return new Hold() {
            private boolean closed;

            @Override
            public void close() {
                synchronized (InMemorySessionStore.this) {
                    if (!closed) {
                        closed = true;
                        held.remove(sessionId);
                    }
                }
            }
        };
    }

    @Override
    public synchronized void commit(String sessionId, SessionCommit commit) {
        Session session = require(sessionId);
        if (commit.index() != session.last + 1) {
            throw new IllegalStateException("The next commit of session (%s) has index %d, but this one has %d."
                    .formatted(sessionId, session.last + 1, commit.index()));
        }
        Map<String, Judged> fresh = new LinkedHashMap<>();
        for (Judged judged : commit.rollouts()) {
            String id = judged.rollout().key().id();
            if (session.rollouts.containsKey(id) || fresh.put(id, judged) != null) {
                throw new IllegalStateException(
                        "The rollout (%s) is in session (%s) already.".formatted(id, sessionId));
            }
        }
        for (TrajectoryPair pair : commit.pairs()) {
            for (Judged side : List.of(pair.better(), pair.worse())) {
                String id = side.rollout().key().id();
                if (!session.rollouts.containsKey(id) && !fresh.containsKey(id)) {
                    throw new IllegalStateException(
                            "A pair names a rollout (%s) that session (%s) does not hold.".formatted(id, sessionId));
                }
            }
        }
        session.last = commit.index();
        session.state = commit.state();
        session.blobs.putAll(commit.blobs());
        session.rollouts.putAll(fresh);
        session.pairs.addAll(commit.pairs());
        session.events.addAll(commit.events());
    }

    @Override
    public synchronized Optional<SessionCommit> lastCommit(String sessionId) {
        Session session = require(sessionId);
        return session.last < 0
                ? Optional.empty()
                : Optional.of(
                        new SessionCommit(session.last, session.state, session.blobs, List.of(), List.of(), List.of()));
    }

    @Override
    public synchronized List<Judged> rollouts(String sessionId, Set<String> rolloutIds) {
        return require(sessionId).rollouts.values().stream()
                .filter(judged -> rolloutIds.contains(judged.rollout().key().id()))
                .toList();
    }

    @Override
    public synchronized List<TapeHead> tapes(String sessionId, TapeQuery query) {
        return require(sessionId).rollouts.values().stream()
                .map(InMemorySessionStore::head)
                .filter(head -> query.phase().isEmpty() || query.phase().equals(head.phase()))
                .filter(head -> query.outcome().isEmpty() || query.outcome().equals(head.outcome()))
                .filter(head -> query.family().isEmpty() || query.family().equals(head.family()))
                .limit(query.limit())
                .toList();
    }

    private static TapeHead head(Judged judged) {
        String outcome = switch (judged.evaluation()) {
            case Evaluation.Scored scored -> scored.outcome().name().toLowerCase(Locale.ROOT);
            case Evaluation.Weak weak -> "unscored";
            case Evaluation.Unscored unscored -> "unscored";
        };
        return new TapeHead(
                judged.rollout().key().id(),
                judged.rollout().key().phase().label(),
                judged.rollout().key().round(),
                judged.task().family(),
                judged.task().group(),
                outcome,
                judged.reward(),
                judged.grounded(),
                judged.length(),
                judged.task().description(),
                switch (judged.evaluation()) {
                    case Evaluation.Scored scored -> "";
                    case Evaluation.Weak weak -> weak.reason();
                    case Evaluation.Unscored unscored -> unscored.reason();
                });
    }

    @Override
    public synchronized List<SessionEvent> events(String sessionId, SessionEvent.Kind kind) {
        return require(sessionId).events.stream()
                .filter(event -> event.kind() == kind)
                .toList();
    }

    @Override
    public synchronized Counts counts(String sessionId) {
        Session session = require(sessionId);
        long tasks = session.rollouts.values().stream()
                .map(judged -> judged.task().id())
                .distinct()
                .count();
        return new Counts(session.rollouts.size(), session.pairs.size(), tasks);
    }

    private Session require(String sessionId) {
        Session session = sessions.get(sessionId);
        if (session == null) {
            throw new IllegalStateException("There is no session (%s).".formatted(sessionId));
        }
        return session;
    }

    @Override
    public void close() {}
}
