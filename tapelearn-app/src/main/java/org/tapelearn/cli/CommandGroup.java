package org.tapelearn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word before commands that belong together; alone it does nothing. */
abstract class CommandGroup implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {
        // picocli acts on it
    }

    /** Called when no command of the group was given. */
    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                command,
                "One of (%s) was expected.%n%n%s"
                        .formatted(String.join(", ", command.getSubcommands().keySet()), command.getUsageMessage()));
    }
}
