package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.report.ReportFiles;
import org.tapelearn.cli.report.ReportJson;
import org.tapelearn.cli.report.TextReport;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a session's report and writes its files again. */
@Command(
        name = "report",
        description = "Print a session's report, and write its page and curve.",
        footer = {"", "Example:", "  tapelearn report --json"})
final class ReportCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SESSION", arity = "0..1", description = "The session (default: the latest).")
    private @Nullable String session;

    ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.requireLearned(SessionChoice.of(store, session, folder));
            if (found.report().isEmpty()) {
                throw new PrerequisiteException(
                        "Session (%s) has no report yet: its status is (%s).%nGo on with: tapelearn resume %s"
                                .formatted(found.id(), found.status(), found.id()));
            }
            LearningReport report = ReportJson.read(found.report());
            List<Path> files = ReportFiles.write(report, store, folder);
            if (common.json()) {
                shell.out().println(Output.harmless(ReportJson.write(report)));
            } else {
                TextReport.render(report, common.quiet() ? List.of() : files).forEach(shell.out()::println);
            }
        }
        return ExitCode.DONE;
    }
}
