package org.tapelearn.env.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.EnvironmentFault;

/**
 * The folder that an episode's tools work in. Its name differs from episode to episode, so agents see it as {@value #SHOWN}:
 * then equal episodes look alike, and nothing is learned about names of temporary folders.
 */
public final class WorkFolder implements AutoCloseable {
    /** The name under which agents see the folder. */
    public static final String SHOWN = "/workspace";

    private static final Pattern SHOWN_NAME = Pattern.compile("(?<![\\w./-])" + SHOWN + "(?![\\w.-])");

    private final Path path;
    private final Pattern realName;

    private WorkFolder(Path path) {
        this.path = path;
        this.realName = Pattern.compile(Pattern.quote(path.toString()) + "(?![\\w.-])");
    }

    /** Fills a working folder before an episode begins. */
    @FunctionalInterface
    public interface Setup {
        Setup NOTHING = folder -> {};

        void fill(WorkFolder folder);
    }

    /** Makes a new empty folder that only this user can read. */
    public static WorkFolder create() {
        try {
            return new WorkFolder(Files.createTempDirectory("tapelearn-work-").toRealPath());
        } catch (IOException refused) {
            throw new EnvironmentFault("no working folder can be made: " + refused.getMessage(), refused);
        }
    }

    /** The folder, from the root, without links. */
    public Path path() {
        return path;
    }

    /** Writes a file; whatever folders its path names are made. */
    public void write(String name, String content) {
        Path file = inside(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The path (%s) does not stay in the working folder.".formatted(name)));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    content,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new EnvironmentFault(
                    "file (%s) cannot be written to the working folder: %s".formatted(name, refused.getMessage()),
                    refused);
        }
    }

    /** Tells whether a relative path names something below a folder, whatever is in that folder. */
    static boolean staysInside(String name) {
        Path root = Path.of("/folder");
        Path there = root.resolve(name).normalize();
        return !name.isBlank() && !Path.of(name).isAbsolute() && there.startsWith(root) && !there.equals(root);
    }

    /**
     * Finds what a relative path names within the folder; empty when it leads out of it, by dots or by a link that an episode made.
     */
    Optional<Path> inside(String name) {
        if (!staysInside(name)) {
            return Optional.empty();
        }
        Path file = path.resolve(name).normalize();
        try {
            Path deepest = file;
            while (!Files.exists(deepest, LinkOption.NOFOLLOW_LINKS)) {
                // the folder itself exists, so this ends there at the latest
                deepest = Objects.requireNonNull(deepest.getParent());
            }
            return deepest.toRealPath().startsWith(path) ? Optional.of(file) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Puts the folder's real name in the place of the shown one. */
    String real(String text) {
        return SHOWN_NAME.matcher(text).replaceAll(Matcher.quoteReplacement(path.toString()));
    }

    /** Puts the shown name in the place of the folder's real one. */
    String shown(String text) {
        return realName.matcher(text).replaceAll(SHOWN);
    }

    /** Deletes everything in the folder; links are deleted, never followed. */
    public void empty() {
        try {
            Files.walkFileTree(path, Set.of(), Integer.MAX_VALUE, new Deleting());
        } catch (IOException | UncheckedIOException refused) {
            throw new EnvironmentFault("the working folder cannot be emptied: " + refused.getMessage(), refused);
        }
    }

    /** Deletes the folder with all that is in it. */
    @Override
    public void close() {
        empty();
        try {
            Files.deleteIfExists(path);
        } catch (IOException refused) {
            throw new EnvironmentFault("the working folder cannot be deleted: " + refused.getMessage(), refused);
        }
    }

    private final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (!folder.equals(path)) {
                Files.deleteIfExists(folder);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
