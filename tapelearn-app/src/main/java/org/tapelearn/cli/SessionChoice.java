package org.tapelearn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.store.SqliteSessionStore;

/** Finds the store and the session that a command is about. */
final class SessionChoice {
    /** Stands in the place of the environment of sessions that hold imported tapes. */
    static final String IMPORTED = "imported";

    private SessionChoice() {}

    /** Opens a store that must be there already. */
    static SqliteSessionStore openExisting(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PrerequisiteException(
                    "There are no sessions in (%s): there is no such folder.%nStart one with `tapelearn learn`, or name another folder after --store."
                            .formatted(folder));
        }
        return SqliteSessionStore.open(folder);
    }

    /** Returns the session of this id, or the latest where none is named: one that learned, if there is one. */
    static SessionRecord of(SessionStore store, @Nullable String id, Path folder) {
        List<SessionRecord> sessions = store.sessions();
        if (sessions.isEmpty()) {
            throw new PrerequisiteException(
                    "There are no sessions in (%s).%nStart one with `tapelearn learn`.".formatted(folder));
        }
        if (id == null) {
            List<SessionRecord> learned = sessions.stream()
                    .filter(session -> !session.environment().equals(IMPORTED)
                            && !session.status().equals(SessionTapes.FORKS))
                    .toList();
            return learned.isEmpty() ? sessions.getLast() : learned.getLast();
        }
        List<String> known = sessions.stream().map(SessionRecord::id).toList();
        return store.find(id)
                .orElseThrow(
                        () -> new PrerequisiteException("There is no session (%s) in (%s).%s%nAll: tapelearn sessions"
                                .formatted(id, folder, Nearest.hint(id, known))));
    }

    /** As {@link #of}; refuses a session that only holds imported tapes, or the forks of another. */
    static SessionRecord learned(SessionStore store, @Nullable String id, Path folder) {
        SessionRecord session = of(store, id, folder);
        if (session.environment().equals(IMPORTED)) {
            throw new PrerequisiteException(
                    "Session (%s) holds imported tapes and has learned nothing.%nIts tapes: tapelearn tapes list %s"
                            .formatted(session.id(), session.id()));
        }
        if (session.status().equals(SessionTapes.FORKS)) {
            String origin = SessionTapes.origin(store, session).id();
            throw new PrerequisiteException("""
                Session (%s) only holds the forks of (%s): nothing is learned in it.
                Name the session itself: (%s).\
                """.formatted(session.id(), origin, origin));
        }
        return session;
    }
}
