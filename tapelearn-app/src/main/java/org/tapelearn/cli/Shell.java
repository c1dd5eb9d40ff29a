package org.tapelearn.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.tapelearn.langchain4j.Waiting;

/**
 * Where the program runs.
 *
 * @param out the results
 * @param err complaints
 * @param variables the environment variables
 * @param terminal whether a person watches {@code out} on a terminal
 * @param clock the time
 * @param environments what can be learned
 * @param waiting how calls of a model wait for their turn, and before they are tried again
 */
record Shell(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> variables,
        boolean terminal,
        Clock clock,
        Environments environments,
        Waiting waiting) {
    Shell {
        variables = Map.copyOf(variables);
    }

    /** A shell in which a wait takes its time. */
    Shell(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> variables,
            boolean terminal,
            Clock clock,
            Environments environments) {
        this(out, err, variables, terminal, clock, environments, Waiting.REAL);
    }

    static Shell ofTheProcess() {
        return new Shell(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                isTerminal(),
                Clock.systemUTC(),
                Environments.BUNDLED);
    }

    /** Tells whether the terminal may be drawn on: lines that are drawn over and over. */
    boolean drawable() {
        return terminal && !"dumb".equals(variables.getOrDefault("TERM", ""));
    }

    /** Tells whether colours are wanted; see no-color.org. */
    boolean colour() {
        return drawable() && variables.getOrDefault("NO_COLOR", "").isEmpty();
    }

    // Java 21 has no console without a terminal; from 22 on one may be there, and can be asked.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }
}
