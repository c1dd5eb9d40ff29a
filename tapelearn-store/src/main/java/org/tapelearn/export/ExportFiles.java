package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.TapeJson;

/**
 * A file of rows with two beside it: {@code FILE.rows.jsonl}, a line about each row, and {@code FILE.receipt.json}. All are written
 * under other names first; the file itself comes into its place last, so that where it is, the others are.
 */
public final class ExportFiles {
    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private final Path file;
    private final boolean force;

    /**
     * Names the files.
     *
     * @param force whether files that are there already are replaced
     */
    public ExportFiles(Path file, boolean force) {
        this.file = file.toAbsolutePath();
        this.force = force;
    }

    /** The file with a line about each row: its task, attempts, rewards, verifier and versions. */
    public Path about() {
        return beside(".rows.jsonl");
    }

    /** The file with the receipt. */
    public Path receipt() {
        return beside(".receipt.json");
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** Writes all three, or none where no row is left. Returns the receipt. */
    public Receipt write(ExportFormat format, boolean steps, String environment, TrainingData data) {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new PrerequisiteException("There is no folder (%s) to write into.%nMake it first.".formatted(folder));
        }
        for (Path each : List.of(file, about(), receipt())) {
            if (Files.isDirectory(each) || (Files.exists(each) && !force)) {
                throw taken(each);
            }
        }
        String part = ".tapelearn-%s".formatted(UUID.randomUUID());
        Path rows = folder.resolve(part + ".part");
        Path about = folder.resolve(part + ".rows.part");
        Path receipt = folder.resolve(part + ".receipt.part");
        try {
            try {
                Receipt made = writeRows(rows, about, writer -> writer.run(format, steps, environment, data));
                if (made.rows() == 0) {
                    throw nothing(made);
                }
                Files.writeString(receipt, made.json().toPrettyString() + "\n", StandardOpenOption.CREATE_NEW);
                move(receipt, receipt());
                move(about, about());
                move(rows, file);
                return made;
            } finally {
                Files.deleteIfExists(rows);
                Files.deleteIfExists(about);
                Files.deleteIfExists(receipt);
            }
        } catch (FileAlreadyExistsException raced) {
            throw taken(Path.of(raced.getFile()));
        } catch (UncheckedIOException | IOException failed) {
            throw unwritable(failed);
        }
    }

    private static Receipt writeRows(Path rows, Path about, Function<RowWriter, Receipt> work) throws IOException {
        try (BufferedWriter lines = open(rows);
                BufferedWriter notes = open(about)) {
            return work.apply(new RowWriter(line -> print(line, lines), note -> print(note, notes)));
        }
    }

    private static BufferedWriter open(Path path) throws IOException {
        return Files.newBufferedWriter(
                path, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void print(String line, BufferedWriter out) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void move(Path from, Path to) throws IOException {
        if (force) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(from, to);
        }
    }

    /** Half of a surrogate pair, which no tokeniser takes, becomes the sign for what cannot be said. */
    static String text(ObjectNode node) {
        return HALF_PAIR.matcher(TapeJson.text(node)).replaceAll("\ufffd");
    }

    private static PrerequisiteException nothing(Receipt made) {
        StringBuilder reasons = new StringBuilder();
        made.leftOut().forEach((reason, count) -> reasons.append("%n  %d: %s".formatted(count, reason.reason())));
        return new PrerequisiteException(
                """
                Session (%s) gives no row of the format (%s), so nothing is written.%s
                Choose other filters or another format, or let the session learn longer.\
                """.formatted(made.session(), made.format().label(), reasons.isEmpty() ? "" : "\nLeft out:" + reasons));
    }

    private static PrerequisiteException taken(Path path) {
        return new PrerequisiteException(
                "(%s) is there already and stays as it is.%nName another file, or replace this one with --force."
                        .formatted(path));
    }

    private PrerequisiteException unwritable(Exception failed) {
        return new PrerequisiteException("(%s) cannot be written: %s.".formatted(file, failed.getMessage()), failed);
    }
}
