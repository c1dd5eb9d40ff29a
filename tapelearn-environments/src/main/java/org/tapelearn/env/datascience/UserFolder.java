package org.tapelearn.env.datascience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Split;

/** The data files of a folder that a user names. */
final class UserFolder {
    private static final List<String> KNOWN = List.of("csv", "tsv", "json", "parquet", "sqlite", "db");

    private UserFolder() {}

    /** Lists the data files in the order of their names; links are left out, since they may lead elsewhere. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PrerequisiteException("""
                    The data folder (%s) is not a folder that can be read.
                    Give a folder that holds CSV, JSON, Parquet or SQLite files.""".formatted(folder));
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> KNOWN.contains(ending(file.toString())))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new PrerequisiteException("""
                        The data folder (%s) holds no file that ends in .%s.
                        Put at least one table there; links to files elsewhere are not followed.""".formatted(folder, String.join(", .", KNOWN)));
            }
            return files;
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The data folder (%s) cannot be listed: %s".formatted(folder, unreadable.getMessage()), unreadable);
        }
    }

    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static boolean isSqlite(String name) {
        return List.of("sqlite", "db").contains(ending(name));
    }

    /** Shares files out: of every five, three to training, one to selection, one to the test; of three, each gets one. */
    static Split splitOf(int index, int count) {
        if (count < 3) {
            return Split.TRAIN;
        }
        if (index == count - 1) {
            return Split.TEST;
        }
        if (index == count - 2) {
            return Split.SELECTION;
        }
        return switch (index % 5) {
            case 3 -> Split.SELECTION;
            case 4 -> Split.TEST;
            default -> Split.TRAIN;
        };
    }
}
