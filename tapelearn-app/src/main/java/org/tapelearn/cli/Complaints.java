package org.tapelearn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.LlmFailure;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong: to the user what to mend, and where the log of our own faults lies. */
final class Complaints implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final Shell shell;

    Complaints(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        shell.err().println(SafeText.lines(message(wrong, command)));
        shell.err().println("See: %s --help".formatted(name));
        return ExitCode.USER_MUST_ACT;
    }

    private static String message(ParameterException wrong, CommandLine command) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String typed = unmatched.getUnmatched().getFirst();
            if (typed.startsWith("-")) {
                String option = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
                return "There is no option (%s).%s"
                        .formatted(
                                option,
                                Nearest.hint(
                                        option,
                                        command.getCommandSpec().optionsMap().keySet()));
            }
            if (!command.getSubcommands().isEmpty()) {
                return "There is no command (%s).%s"
                        .formatted(
                                typed,
                                Nearest.hint(typed, command.getSubcommands().keySet()));
            }
            return "The argument (%s) was not expected here.".formatted(typed);
        }
        return String.valueOf(wrong.getMessage());
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof PrerequisiteException prerequisite) {
            shell.err().println(SafeText.lines(String.valueOf(prerequisite.getMessage())));
            if (isDebugging(parsed.originalArgs())) {
                shell.err().println(SafeText.lines(trace(failure)));
            }
            return ExitCode.USER_MUST_ACT;
        }
        if (failure instanceof LlmFailure model) {
            shell.err().println(SafeText.lines(String.valueOf(model.getMessage())));
            return switch (model.kind()) {
                case BUDGET -> ExitCode.STOPPED;
                case REFUSED_ACCESS, MISSING, UNAVAILABLE, TOO_LONG -> ExitCode.USER_MUST_ACT;
            };
        }
        return ourFault(failure, command, parsed.originalArgs().toArray(String[]::new));
    }

    /** One line, and the rest into a log file. */
    int ourFault(Throwable failure, CommandLine command, String... args) {
        List<String> given = Arrays.asList(args);
        String summary = failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        shell.err()
                .println("tapelearn broke, and it is not your fault (%s). The details are in %s."
                        .formatted(SafeText.cut(summary, 200), log(failure, given)));
        if (isDebugging(given)) {
            shell.err().println(SafeText.lines(trace(failure)));
        }
        return ExitCode.OUR_FAULT;
    }

    private Path log(Throwable failure, List<String> args) {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(shell.clock().instant());
        String text = "tapelearn %s%nJava %s%n%s"
                .formatted(String.join(" ", args), System.getProperty("java.version"), trace(failure));
        List<Path> folders = new ArrayList<>();
        int store = args.indexOf("--store");
        if (store >= 0 && store + 1 < args.size()) {
            folders.add(Path.of(args.get(store + 1)));
        }
        folders.add(Path.of("learning_data"));
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try {
                    return Files.writeString(folder.resolve("broke-%s.log".formatted(time)), text)
                            .toAbsolutePath();
                } catch (IOException tryTheNext) {
                    failure.addSuppressed(tryTheNext);
                }
            }
        }
        try {
            Path file = Files.createTempFile("tapelearn-broke-%s-".formatted(time), ".log");
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException nowhere) {
            shell.err().println(SafeText.lines(text));
            return Path.of("the lines above");
        }
    }

    private static boolean isDebugging(List<String> args) {
        return args.contains("--debug");
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
