package org.tapelearn.cli;

import picocli.CommandLine.Command;

/** Commands about judges. */
@Command(
        name = "judge",
        description = "Judges of what nothing can check.",
        footer = {"", "Example:", "  tapelearn judge audit --llm openai:gpt-4o-mini"},
        synopsisSubcommandLabel = "audit")
final class JudgeCommand extends CommandGroup {}
