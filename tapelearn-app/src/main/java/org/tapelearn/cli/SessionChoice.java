package org.tapelearn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;

/** Finds the store and the session that a command is about. */
final class SessionChoice {
    /** Stands in the place of the environment of sessions that hold imported tapes. */
    static final String IMPORTED = "imported";

    private SessionChoice() {}

    /** Opens a store that must be there already. */
    static SessionStore openExisting(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PrerequisiteException(
                    "There are no sessions in (%s): there is no such folder.%nStart one with `tapelearn learn`, or name another folder after --store."
                            .formatted(folder));
        }
        return SqliteSessionStore.open(folder);
    }

    /** Refuses a session that only holds imported tapes. */
    static SessionRecord requireLearned(SessionRecord session) {
        if (session.environment().equals(IMPORTED)) {
            throw new PrerequisiteException(
                    "Session (%s) holds imported tapes and has learned nothing.%nIts tapes: tapelearn tapes list %s"
                            .formatted(session.id(), session.id()));
        }
        return session;
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
                    .filter(session -> !session.environment().equals(IMPORTED))
                    .toList();
            return learned.isEmpty() ? sessions.getLast() : learned.getLast();
        }
        List<String> known = sessions.stream().map(SessionRecord::id).toList();
        return store.find(id)
                .orElseThrow(
                        () -> new PrerequisiteException("There is no session (%s) in (%s).%s%nAll: tapelearn sessions"
                                .formatted(id, folder, Nearest.hint(id, known))));
    }
}
