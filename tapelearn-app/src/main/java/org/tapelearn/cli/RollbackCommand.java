package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an earlier version of a session in force again. */
@Command(
        name = "rollback",
        description = "Put an earlier version of a session in force again, with its memory. Later ones are kept too.",
        footer = {"", "Example:", "  tapelearn rollback 20261123-051530-s1 --to v1"})
final class RollbackCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SESSION", arity = "0..1", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "VERSION",
            description = "A version that passed the gate; v0 is the base agent.")
    private String version = "";

    RollbackCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.learned(store, session, folder);
            Settings settings = new ConfigLoader(shell.environments().names()).read(found.configuration());
            try (Environment environment =
                    shell.environments().offer(found.environment()).opener().open(settings)) {
                String before = Learners.withoutModel(settings, environment, store, shell.clock())
                        .rollBack(found.id(), version);
                shell.out().println("In force in %s: %s (before: %s).".formatted(found.id(), version, before));
            }
        }
        return ExitCode.DONE;
    }
}
