package org.tapelearn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands about judges. */
@Command(
        name = "judge",
        description = "Judges of what nothing can check.",
        footer = {"", "Example:", "  tapelearn judge audit --llm openai:gpt-4o-mini"},
        synopsisSubcommandLabel = "audit")
final class JudgeCommand implements Runnable {
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
                command, "(audit) was expected.%n%n%s".formatted(command.getUsageMessage()));
    }
}
