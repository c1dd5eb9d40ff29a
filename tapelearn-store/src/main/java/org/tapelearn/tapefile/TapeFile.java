package org.tapelearn.tapefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeLimits;
import org.tapelearn.tape.TapeReader;

/**
 * A file of tapes: one JSON tape or a list of them, YAML documents ({@code .yaml}, {@code .yml}), or the table Tapes of an
 * SQLite call log, which is known by its first bytes. What cannot be read gives a {@link PrerequisiteException}.
 */
public record TapeFile(Path path, TapeLimits limits, StepKinds kinds) {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** Takes the tapes of a file as they come. */
    public interface Visitor {
        void step(Step step);

        /** Ends a tape, which comes without the steps that were handed out before. */
        void end(Tape head);
    }

    public TapeFile(Path path) {
        this(path, TapeLimits.DEFAULT, StepKinds.NONE);
    }

    /** Takes whole tapes as they come. */
    @FunctionalInterface
    public interface WholeVisitor {
        /** Takes a tape and its size in characters, as {@link TapeLimits} counts them. */
        void tape(Tape tape, long size);
    }

    /** Takes model calls as they come. */
    @FunctionalInterface
    public interface CallVisitor {
        /** Takes a call and its size in characters, as {@link TapeLimits} counts them. */
        void call(ModelCall call, long size);
    }

    /** A way to read the file. */
    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    /** Reads all tapes. */
    public List<Tape> read() {
        List<Tape> tapes = new ArrayList<>();
        visitWhole((tape, size) -> tapes.add(tape));
        return tapes;
    }

    /** Hands out all tapes in their order, each of them whole. Of a YAML file a document is held, of others one tape. */
    public void visitWhole(WholeVisitor visitor) {
        reading(() -> {
            if (isCallLog()) {
                CallLog.tapes(path, limits, kinds, visitor);
                return;
            }
            try (InputStream in = Files.newInputStream(path)) {
                if (isYaml(path)) {
                    yaml(in, visitor);
                } else {
                    whole(in, visitor);
                }
            }
        });
    }

    /** Hands out all tapes in their order. Of a JSON file no more than one step is held. */
    public void visit(Visitor visitor) {
        reading(() -> {
            if (isCallLog()) {
                CallLog.tapes(path, limits, kinds, (tape, size) -> whole(tape, visitor));
                return;
            }
            try (InputStream in = Files.newInputStream(path)) {
                if (isYaml(path)) {
                    yaml(in, (tape, size) -> whole(tape, visitor));
                } else {
                    json(in, visitor);
                }
            }
        });
    }

    /** Hands out the model calls of a call log in their order; of any other file, none. */
    public void visitCalls(CallVisitor visitor) {
        reading(() -> {
            if (isCallLog() && CallLog.hasCalls(path)) {
                CallLog.calls(path, limits, visitor);
            }
        });
    }

    private void reading(Reading way) {
        if (!Files.isRegularFile(path)) {
            throw new PrerequisiteException("There is no file (%s) to read tapes from.".formatted(path));
        }
        try {
            way.read();
        } catch (TapeFormatException wrong) {
            throw new PrerequisiteException("(%s) cannot be read.%n%s".formatted(path, wrong.getMessage()), wrong);
        } catch (IOException failed) {
            throw new PrerequisiteException("(%s) cannot be read: %s.".formatted(path, failed), failed);
        }
    }

    /** Tells by its name whether a file is to hold YAML. */
    public static boolean isYaml(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Tells by its name whether a file is to be a call log. */
    public static boolean isCallLog(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".sqlite");
    }

    private boolean isCallLog() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        }
    }

    private void json(InputStream in, Visitor visitor) throws IOException {
        try (TapeReader reader = new TapeReader(in, limits, kinds)) {
            Optional<Tape> head = reader.next(visitor::step);
            while (head.isPresent()) {
                visitor.end(head.get());
                head = reader.next(visitor::step);
            }
        }
    }

    private void whole(InputStream in, WholeVisitor visitor) throws IOException {
        try (TapeReader reader = new TapeReader(in, limits, kinds)) {
            Optional<Tape> tape = reader.next();
            while (tape.isPresent()) {
                visitor.tape(tape.get(), reader.size());
                tape = reader.next();
            }
        }
    }

    private void yaml(InputStream in, WholeVisitor visitor) {
        YamlReader reader = new YamlReader(limits);
        reader.read(in, kinds, tape -> visitor.tape(tape, reader.size()));
    }

    private static void whole(Tape tape, Visitor visitor) {
        tape.steps().forEach(visitor::step);
        visitor.end(new Tape(tape.metadata(), tape.context(), List.of()));
    }
}
