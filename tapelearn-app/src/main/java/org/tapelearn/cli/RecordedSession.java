package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.store.SqliteSessionStore;

/** Opens a session's store, its environment and its agents, for commands that make attempts again. */
final class RecordedSession {
    private RecordedSession() {}

    /**
     * Works on the tapes of a session, and closes all after it.
     *
     * @param id the session's, or that of its forks; null for the latest
     */
    static <T> T in(Shell shell, Path folder, @Nullable String id, BiFunction<SessionTapes, SessionRecord, T> work) {
        return in(shell, folder, id, false, (settings, store, session) -> SessionModel.none(), work);
    }

    /** As the other, where agents may ask the session's language model. */
    static <T> T in(
            Shell shell,
            Path folder,
            @Nullable String id,
            ModelOptions options,
            BiFunction<SessionTapes, SessionRecord, T> work) {
        return in(
                shell,
                folder,
                id,
                false,
                (settings, store, session) -> SessionModel.beside(shell, options, settings),
                work);
    }

    /** As the others, for one attempt that a person watches: the text of a model that streams is printed as it comes. */
    static <T> T telling(
            Shell shell,
            Path folder,
            @Nullable String id,
            ModelOptions options,
            BiFunction<SessionTapes, SessionRecord, T> work) {
        return in(
                shell,
                folder,
                id,
                false,
                (settings, store, session) -> SessionModel.telling(shell, options, settings),
                work);
    }

    /** As the others, for forks: where the options name a language model, agents ask that one; their calls are kept with the forks. */
    static <T> T forking(
            Shell shell,
            Path folder,
            @Nullable String id,
            ModelOptions options,
            BiFunction<SessionTapes, SessionRecord, T> work) {
        return in(
                shell,
                folder,
                id,
                options.isGiven(),
                (settings, store, session) ->
                        SessionModel.forking(shell, options, settings, store, SessionTapes.forks(session)),
                work);
    }

    @FunctionalInterface
    private interface Asking {
        SessionModel open(Settings settings, SqliteSessionStore store, String session);
    }

    private static <T> T in(
            Shell shell,
            Path folder,
            @Nullable String id,
            boolean anotherModel,
            Asking asking,
            BiFunction<SessionTapes, SessionRecord, T> work) {
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord session = SessionTapes.origin(store, SessionChoice.of(store, id, folder));
            if (session.environment().equals(SessionChoice.IMPORTED)) {
                throw new PrerequisiteException(
                        "Session (%s) holds imported tapes: there is no environment in which they could go on.%nA recording is replayed from its file: tapelearn replay FILE"
                                .formatted(session.id()));
            }
            ConfigLoader loader = new ConfigLoader(shell.environments().names());
            Settings settings =
                    anotherModel ? loader.readForModel(session.configuration()) : loader.read(session.configuration());
            try (Environment environment = shell.environments()
                            .offer(session.environment())
                            .opener()
                            .open(settings);
                    SessionModel model = asking.open(settings, store, session.id())) {
                return work.apply(
                        Learners.tapes(settings, environment, model.llm(), store, session, shell.clock()), session);
            }
        }
    }
}
