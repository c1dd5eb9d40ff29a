package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tapelearn.error.PrerequisiteException;

/** Fetches the Python package that carries the simulator's jar, with pip, and keeps the jar in the user's cache folder. */
public final class JarInstaller {
    private static final String PACKAGE = "scienceworld==" + ScienceWorldJar.VERSION;
    private static final String WHEEL_SHA256 = "e9737b9d099bfaad90ef053ad6ac1d795e2063ed320efdfc0e9d9c8b5bebf419";
    private static final String JAR_SHA256 = "f4e1fdce0cdabe1bab7128a7e78ea820210d9db3c28d7272bcbbc3f3a1c5f0d7";
    private static final String JAR_IN_WHEEL = "scienceworld/scienceworld.jar";
    private static final List<List<String>> PIPS =
            List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"));

    private final Path place;

    /** Installs to a file, whose folder is made. */
    public JarInstaller(Path place) {
        this.place = place;
    }

    /** Returns the jar, fetched unless it is there already and whole. */
    public ScienceWorldJar install() {
        try {
            if (Files.isRegularFile(place) && sha256(place).equals(JAR_SHA256)) {
                return new ScienceWorldJar(place);
            }
            Path folder = Files.createTempDirectory("tapelearn-install");
            try {
                download(folder);
                return keep(wheel(folder));
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new PrerequisiteException(
                    "ScienceWorld's jar could not be put at (%s): %s.%nIs there space left, and may you write there? Another folder: set XDG_CACHE_HOME."
                            .formatted(place, failed),
                    failed);
        }
    }

    /** Copies a user's own jar to the place, after looking into it. */
    public ScienceWorldJar install(Path own) {
        ScienceWorldJar jar = new ScienceWorldJar(own);
        try {
            place(Files.newInputStream(jar.file()));
        } catch (IOException failed) {
            throw new PrerequisiteException(
                    "The jar (%s) could not be copied to (%s): %s.".formatted(own, place, failed), failed);
        }
        return new ScienceWorldJar(place);
    }

    private ScienceWorldJar keep(Path wheel) throws IOException {
        require(wheel, WHEEL_SHA256);
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(JAR_IN_WHEEL);
            if (entry == null) {
                throw new PrerequisiteException("The package (%s) holds no (%s).".formatted(PACKAGE, JAR_IN_WHEEL));
            }
            place(zip.getInputStream(entry));
        }
        require(place, JAR_SHA256);
        return new ScienceWorldJar(place);
    }

    /** Writes beside the place first, so that nobody ever sees half a jar. */
    private void place(InputStream from) throws IOException {
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

    private static void download(Path folder) throws IOException {
        StringBuilder said = new StringBuilder();
        for (List<String> pip : PIPS) {
            List<String> command = new ArrayList<>(pip);
            command.addAll(
                    List.of("download", "--no-deps", "--disable-pip-version-check", PACKAGE, "-d", folder.toString()));
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
        throw new PrerequisiteException("""
                pip could not fetch the Python package (%s), which carries ScienceWorld's jar. It said:
                %s
                Install python3 with pip, or see to the network; or take the jar from elsewhere: %s --jar FILE""".formatted(PACKAGE, said.toString().strip(), ScienceWorldJar.INSTALL));
    }

    private static String lastLines(String output) {
        List<String> lines = output.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private static Path wheel(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst()
                    .orElseThrow(() -> new PrerequisiteException("pip fetched nothing for (%s).".formatted(PACKAGE)));
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
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
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
