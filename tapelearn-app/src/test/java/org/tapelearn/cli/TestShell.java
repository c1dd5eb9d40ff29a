package org.tapelearn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/** A shell that keeps what was printed. */
final class TestShell {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Environments environments;

    TestShell(Environments environments) {
        this.environments = environments;
    }

    /** Runs a command and returns its exit code. */
    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                new Shell(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        Map.of("NO_COLOR", "1"),
                        false,
                        Clock.systemUTC(),
                        environments),
                args);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
