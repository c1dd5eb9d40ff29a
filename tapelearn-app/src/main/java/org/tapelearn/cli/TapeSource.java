package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.export.TapeCalls;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Tape;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;

/** Finds the tapes that a command is about: of a file, or of a session of the store. An id is looked up, never opened. */
final class TapeSource {
    private static final int BATCH = 200;

    private TapeSource() {}

    /**
     * An attempt of a session.
     *
     * @param session its own, which holds the forks of another one where it is a fork
     */
    record Found(String session, Judged attempt) {
        /** The model calls behind it. */
        List<ModelCall> calls(SqliteSessionStore store) {
            return TapeCalls.of(store, session, attempt.rollout());
        }
    }

    /** Returns the attempt of this id, or the fork of one; the id of an imported tape does as well. */
    static Found attempt(SessionStore store, String session, String id) {
        return Stream.of(session, SessionTapes.forks(session))
                .filter(each -> store.find(each).isPresent())
                .flatMap(each -> store.rollouts(each, Set.of(id, importedId(id, 0))).stream()
                        .map(attempt -> new Found(each, attempt)))
                .findFirst()
                .orElseThrow(() -> new PrerequisiteException(
                        "There is no tape (%s) in session (%s), and no file of that name.%nTheir ids: tapelearn tapes list %s"
                                .formatted(id, session, session)));
    }

    static String importedId(String tapeId, int attempt) {
        return new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, tapeId, attempt).id();
    }

    /** Returns the only tape that a file or an id names; {@code FILE#2} is the second tape of a file. */
    static Tape one(String name, CommonOptions common, LimitOptions limits, @Nullable String session) {
        int hash = name.lastIndexOf('#');
        boolean numbered = hash > 0 && name.substring(hash + 1).matches("[1-9][0-9]{0,8}");
        String plain = numbered && !LimitOptions.isFile(name) ? name.substring(0, hash) : name;
        if (LimitOptions.isFile(plain)) {
            int number = plain.equals(name) ? 1 : Integer.parseInt(name.substring(hash + 1));
            int[] count = new int[1];
            List<Tape> wanted = new ArrayList<>();
            limits.file(Path.of(plain)).visitWhole((tape, size) -> {
                if (++count[0] == number) {
                    wanted.add(tape);
                }
            });
            if (wanted.isEmpty() || (count[0] > 1 && plain.equals(name))) {
                throw new PrerequisiteException("(%s) holds %d tapes.%nName one of them as (%s#1), (%s#2) and so on."
                        .formatted(plain, count[0], plain, plain));
            }
            return wanted.getFirst();
        }
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            return attempt(store, found.id(), name).attempt().rollout().tape();
        }
    }

    /** Hands out the tapes of a session in the order made. */
    static void visit(SessionStore store, String session, TapeFile.Visitor visitor) {
        attempts(store, session, attempt -> {
            Tape tape = attempt.rollout().tape();
            tape.steps().forEach(visitor::step);
            visitor.end(new Tape(tape.metadata().withId(attempt.rollout().key().id()), tape.context(), List.of()));
        });
    }

    /** Hands out attempts in the order made, a batch in memory at a time. */
    private static void attempts(SessionStore store, String session, Consumer<Judged> taker) {
        List<String> ids = store.tapes(session, TapeQuery.ALL).stream()
                .map(TapeHead::rolloutId)
                .collect(Collectors.toCollection(ArrayList::new));
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            store.rollouts(session, Set.copyOf(some)).forEach(taker);
        }
    }

    /** Hands out the tapes of the files, or of a session where none is given. */
    static void visit(
            List<String> files,
            CommonOptions common,
            LimitOptions limits,
            @Nullable String session,
            TapeFile.Visitor visitor) {
        if (!files.isEmpty()) {
            files.forEach(file -> limits.file(LimitOptions.path(file)).visit(visitor));
            return;
        }
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            visit(store, SessionChoice.of(store, session, folder).id(), visitor);
        }
    }

    /** Hands out the model calls of the files, or of a session where none is given. */
    static void visitCalls(
            List<String> files,
            CommonOptions common,
            LimitOptions limits,
            @Nullable String session,
            Consumer<ModelCall> taker) {
        if (!files.isEmpty()) {
            files.forEach(file -> limits.file(LimitOptions.path(file)).visitCalls((call, size) -> taker.accept(call)));
            return;
        }
        Path folder = common.storeFolder();
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            String id = SessionChoice.of(store, session, folder).id();
            store.visitImportedCalls(id, taker);
            if (!store.modelUse(id).isEmpty()) {
                attempts(
                        store,
                        id,
                        attempt -> TapeCalls.of(store, id, attempt.rollout()).forEach(taker));
            }
        }
    }
}
