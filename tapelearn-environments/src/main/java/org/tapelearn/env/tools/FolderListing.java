package org.tapelearn.env.tools;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tapelearn.environment.EnvironmentFault;

/** The files of a working folder with the beginning of each, for those who judge what an attempt left. */
final class FolderListing {
    private static final int MOST_FILES = 20;
    private static final int MOST_CHARACTERS = 400;
    private static final long MOST_BYTES = 100_000;

    private FolderListing() {}

    /**
     * Lists the files in the order of their names; links are not followed.
     *
     * @param harmless takes out of a text what must not be shown
     */
    static List<String> of(WorkFolder folder, UnaryOperator<String> harmless) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder.path(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            throw new EnvironmentFault("the working folder cannot be listed: " + unreadable.getMessage(), unreadable);
        }
        List<String> lines = new ArrayList<>();
        files.stream()
                .sorted()
                .limit(MOST_FILES)
                .forEach(file -> lines.add("File %s: %s"
                        .formatted(
                                harmless.apply(folder.path().relativize(file).toString()),
                                folder.shown(harmless.apply(beginning(file))))));
        if (files.size() > MOST_FILES) {
            lines.add("[%d more files]".formatted(files.size() - MOST_FILES));
        }
        return lines.stream().map(FolderListing::cut).toList();
    }

    private static String beginning(Path file) {
        try {
            return Files.size(file) > MOST_BYTES
                    ? "[%d bytes]".formatted(Files.size(file))
                    : Files.readString(file).strip();
        } catch (IOException noText) {
            return "[no text]";
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : "%s ... [%d more characters]"
                        .formatted(text.substring(0, MOST_CHARACTERS), text.length() - MOST_CHARACTERS);
    }
}
