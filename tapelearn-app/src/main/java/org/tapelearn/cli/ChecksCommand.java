package org.tapelearn.cli;

import picocli.CommandLine.Command;

/** Commands about checks. */
@Command(
        name = "checks",
        description = "Checks of the tasks of a seeds file.",
        footer = {"", "Example:", "  tapelearn checks draft --help"},
        synopsisSubcommandLabel = "draft")
final class ChecksCommand extends CommandGroup {}
