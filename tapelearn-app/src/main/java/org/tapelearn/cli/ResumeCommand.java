package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.report.StopReason;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with a session that was stopped or killed. */
@Command(
        name = "resume",
        description = "Go on with a session that was stopped or killed, with the configuration kept with it.",
        footer = {"", "Examples:", "  tapelearn resume", "  tapelearn resume 20261123-051530-s1"})
final class ResumeCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Parameters(
            paramLabel = "SESSION",
            arity = "0..1",
            description = "The session (default: the latest that has not ended).")
    private @Nullable String session;

    ResumeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path folder = common.storeFolder();
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found =
                    session == null ? latestOpen(store, folder) : SessionChoice.learned(store, session, folder);
            Settings settings = new ConfigLoader(shell.environments().names())
                    .read(found.configuration())
                    .in(folder);
            if (common.seed().isPresent() && common.seed().get() != found.seed()) {
                throw new PrerequisiteException(
                        "Session (%s) has seed %d, and keeps it; for seed %d start another: tapelearn learn --seed %d"
                                .formatted(
                                        found.id(),
                                        found.seed(),
                                        common.seed().get(),
                                        common.seed().get()));
            }
            return new LearningRun(shell, common, settings, model, store).resume(found.id());
        }
    }

    private static SessionRecord latestOpen(SessionStore store, Path folder) {
        List<SessionRecord> open = store.sessions().stream()
                .filter(candidate -> StopReason.canGoOn(candidate.status()))
                .toList();
        if (open.isEmpty()) {
            throw new PrerequisiteException(
                    "No session in (%s) waits to be resumed.%nAll: tapelearn sessions".formatted(folder));
        }
        return open.getLast();
    }
}
