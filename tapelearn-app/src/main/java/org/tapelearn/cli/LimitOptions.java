package org.tapelearn.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.TapeLimits;
import org.tapelearn.tapefile.TapeFile;
import picocli.CommandLine.Option;

/** How much a command takes on from one file. */
final class LimitOptions {
    @Option(
            names = "--max-depth",
            paramLabel = "N",
            description = "Objects and lists within one another (default: ${DEFAULT-VALUE}).")
    private int depth = TapeLimits.DEFAULT.depth();

    @Option(names = "--max-text", paramLabel = "N", description = "Characters of one text (default: ${DEFAULT-VALUE}).")
    private int text = TapeLimits.DEFAULT.text();

    @Option(
            names = "--max-aliased",
            paramLabel = "N",
            description = "Values that YAML aliases stand for (default: ${DEFAULT-VALUE}).")
    private int aliased = TapeLimits.DEFAULT.aliased();

    @Option(
            names = "--max-digits",
            paramLabel = "N",
            description = "Characters of one number (default: ${DEFAULT-VALUE}).")
    private int digits = TapeLimits.DEFAULT.digits();

    @Option(
            names = "--max-tape",
            paramLabel = "N",
            description =
                    "Characters of a tape that are held at once (default, and at most: by the memory, now ${DEFAULT-VALUE}).")
    private long tape = TapeLimits.DEFAULT.tape();

    TapeFile file(Path path) {
        if (depth < 1 || text < 1 || aliased < 1 || digits < 1 || tape < 1) {
            throw new PrerequisiteException("""
                    The limits (--max-depth, --max-text, --max-aliased, --max-digits, --max-tape) are at least 1, but \
                    were (%d, %d, %d, %d, %d).""".formatted(depth, text, aliased, digits, tape));
        }
        if (tape > TapeLimits.DEFAULT.tape()) {
            throw new PrerequisiteException("""
                    The limit (--max-tape) is at most %d with the memory that the program has, but was %d.
                    Give it more memory: TAPELEARN_JAVA_OPTS=-Xmx4g""".formatted(TapeLimits.DEFAULT.tape(), tape));
        }
        return new TapeFile(path, new TapeLimits(depth, text, digits, aliased, tape), StepKinds.NONE);
    }

    /** Returns the path that a text says, which need not exist. */
    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException wrong) {
            throw new PrerequisiteException(
                    "(%s) cannot be the name of a file: %s.".formatted(name, wrong.getReason()));
        }
    }

    /** Tells whether a text names a file that is there. */
    static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException noName) {
            return false;
        }
    }
}
