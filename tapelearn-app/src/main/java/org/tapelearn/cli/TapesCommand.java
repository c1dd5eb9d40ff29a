package org.tapelearn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The recorded attempts: and tapes in files. */
@Command(
        name = "tapes",
        description = "List, show, compare and search recorded attempts; import and export tape files.",
        synopsisSubcommandLabel = "list|show|diff|grep|stats|import|export",
        footer = {"", "Example:", "  tapelearn tapes list --outcome failure --limit 5"})
final class TapesCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {
        // picocli acts on it
    }

    /** Called when no subcommand was given. */
    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                command,
                "One of (list, show, diff, grep, stats, import, export) was expected.%n%n%s"
                        .formatted(command.getUsageMessage()));
    }
}
