package org.tapelearn.cli;

import picocli.CommandLine.Command;

/** The recorded attempts: and tapes in files. */
@Command(
        name = "tapes",
        description = "List, show, compare and search recorded attempts; import and export tape files.",
        synopsisSubcommandLabel = "list|show|diff|grep|stats|import|export",
        footer = {"", "Example:", "  tapelearn tapes list --outcome failure --limit 5"})
final class TapesCommand extends CommandGroup {}
