package org.tapelearn.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code tapelearn COMMAND}. */
@Command(
        name = "tapelearn",
        versionProvider = Version.class,
        description = "Autonomous learning for agents: explores an environment, learns from its own failures,"
                + " and hands back an agent that is measurably better, with the evidence.",
        footer = {
            "",
            "Examples:",
            "  tapelearn learn",
            "  tapelearn report",
            "",
            "Exit codes: 0 done, 1 our fault, 2 you must act, 3 stopped with the session",
            "saved."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {
        // picocli acts on it
    }

    @CommandLine.Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version, and the Java that runs it.")
    void version(boolean asked) {
        // picocli acts on it
    }

    private Main() {}

    /** Called when no command was given. */
    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        throw new CommandLine.ParameterException(
                command, "A command was expected.%n%n%s".formatted(command.getUsageMessage()));
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Shell.ofTheProcess(), args));
    }

    /** Runs one command and returns its exit code. */
    static int run(Shell shell, String... args) {
        CommandLine program = program(shell);
        try {
            return program.execute(args);
        } catch (StackOverflowError | OutOfMemoryError error) {
            return new Complaints(shell).ourFault(error, program, args);
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    static CommandLine program(Shell shell) {
        CommandLine program = new CommandLine(new Main());
        program.addSubcommand(new LearnCommand(shell));
        program.addSubcommand(new ResumeCommand(shell));
        program.addSubcommand(new SessionsCommand(shell));
        program.addSubcommand(new ReportCommand(shell));
        program.addSubcommand(new EvalCommand(shell));
        program.addSubcommand(new CommandLine(new TapesCommand())
                .addSubcommand(new TapesListCommand(shell))
                .addSubcommand(new TapesShowCommand(shell))
                .addSubcommand(new TapesDiffCommand(shell))
                .addSubcommand(new TapesGrepCommand(shell))
                .addSubcommand(new TapesStatsCommand(shell))
                .addSubcommand(new TapesImportCommand(shell))
                .addSubcommand(new TapesExportCommand(shell)));
        program.addSubcommand(new ExportCommand(shell));
        program.addSubcommand(new CommandLine(new JudgeCommand()).addSubcommand(new JudgeAuditCommand(shell)));
        program.addSubcommand(new CommandLine(new ChecksCommand()).addSubcommand(new ChecksDraftCommand(shell)));
        program.addSubcommand(new RunCommand(shell));
        program.addSubcommand(new RollbackCommand(shell));
        program.addSubcommand(new ReplayCommand(shell));
        program.addSubcommand(new ForkCommand(shell));
        program.addSubcommand(new CommandLine(new EnvsCommand(shell)).addSubcommand(new EnvsInstallCommand(shell)));
        program.addSubcommand(new CommandLine(new ModelsCommand(shell)).addSubcommand(new ModelsInstallCommand(shell)));
        program.addSubcommand(new ToolsCommand(shell));
        program.addSubcommand(new ConfigCommand(shell));
        program.addSubcommand(
                new CommandLine(new BenchCommand(shell)).addSubcommand(new BenchScienceWorldCommand(shell)));
        Complaints complaints = new Complaints(shell);
        program.setOut(shell.out());
        program.setErr(shell.err());
        program.setColorScheme(CommandLine.Help.defaultColorScheme(
                shell.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        program.setUsageHelpWidth(80);
        program.setParameterExceptionHandler(complaints);
        program.setExecutionExceptionHandler(complaints);
        return program;
    }
}
