package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class CommonOptions {
    private static final Path DEFAULT_STORE = Path.of("learning_data");

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Folder of sessions and reports (default: learning_data).")
    private @Nullable Path store;

    @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal sessions (default: 1).")
    private @Nullable Long seed;

    @Option(names = "--quiet", description = "Print the result only: no progress, no hints.")
    private boolean quiet;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--debug",
            description = "Tell what learning decides, and print a stack trace when something breaks.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {
        // picocli acts on it
    }

    Optional<Path> store() {
        return Optional.ofNullable(store);
    }

    /** The folder given, or the default one. */
    Path storeFolder() {
        return store == null ? DEFAULT_STORE : store;
    }

    Optional<Long> seed() {
        return Optional.ofNullable(seed);
    }

    boolean quiet() {
        return quiet;
    }

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }
}
