package org.tapelearn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands about checks. */
@Command(
        name = "checks",
        description = "Checks of the tasks of a seeds file.",
        footer = {"", "Example:", "  tapelearn checks draft --help"},
        synopsisSubcommandLabel = "draft")
final class ChecksCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {
        // picocli acts on it
    }

    /** Called when no command was given. */
    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        throw new CommandLine.ParameterException(
                command, "(draft) was expected.%n%n%s".formatted(command.getUsageMessage()));
    }
}
