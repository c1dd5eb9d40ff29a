package org.tapelearn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.tapelearn.langchain4j.Waiting;

/** A shell that keeps what was printed. */
final class TestShell {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Environments environments;
    private final Map<String, String> variables = new HashMap<>(Map.of("NO_COLOR", "1"));
    private Clock clock = Clock.systemUTC();
    private Waiting waiting = Waiting.REAL;

    TestShell(Environments environments) {
        this.environments = environments;
    }

    /** Adds variables to those of the process. */
    TestShell with(Map<String, String> more) {
        variables.putAll(more);
        return this;
    }

    /** Lets time stand still. */
    TestShell at(Instant instant) {
        clock = Clock.fixed(instant, ZoneOffset.UTC);
        return this;
    }

    /** Lets calls of a model wait in another way. */
    TestShell waiting(Waiting other) {
        waiting = other;
        return this;
    }

    /** Runs a command and returns its exit code. */
    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                new Shell(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        variables,
                        false,
                        clock,
                        environments,
                        waiting),
                args);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
