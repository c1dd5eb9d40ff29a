package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the Python programs of the folder scripts with the packages of requirements.txt, which pip installs once into the user's cache, as
 * wheels only, so that no program of theirs runs on the way. Without Python 3 these tests are skipped.
 */
final class PythonPackages {
    private static final long INSTALL_MINUTES = 5;
    private static final long RUN_MINUTES = 3;

    private PythonPackages() {}

    private static final class Installed {
        static final Path FOLDER = install();
    }

    private static Path install() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        assumeThat(there).as("python3 is needed to load exports with datasets").isTrue();
        try (InputStream stream = PythonPackages.class.getResourceAsStream("requirements.txt")) {
            String wanted = new String(
                    Objects.requireNonNull(stream, "requirements.txt").readAllBytes(), StandardCharsets.UTF_8);
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "tapelearn");
            Path folder = cache.resolve("test-python-" + Integer.toHexString(wanted.hashCode()));
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(cache);
                Path fresh = Files.createTempDirectory(cache, "installing-");
                Path list = Files.writeString(fresh.resolve("requirements.txt"), wanted);
                String said = run(
                        INSTALL_MINUTES,
                        fresh,
                        List.of(
                                "python3",
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--only-binary",
                                ":all:",
                                "--target",
                                fresh.toString(),
                                "-r",
                                list.toString()));
                assertThat(fresh.resolve("datasets")).as(said).isDirectory();
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Runs a script and returns what it said; fails where it failed. */
    static String script(String name, Path file) {
        Path script = Path.of("..", "scripts", name).toAbsolutePath();
        return run(RUN_MINUTES, Installed.FOLDER, List.of("python3", script.toString(), file.toString()));
    }

    private static String run(long minutes, Path packages, List<String> command) {
        try {
            Path log = Files.createTempFile("python", ".log");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("PYTHONPATH", packages.toString());
            builder.environment().put("HF_HUB_OFFLINE", "1");
            builder.environment()
                    .put("HF_HOME", packages.resolveSibling("test-python-home").toString());
            Process process = builder.start();
            boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(log);
            Files.delete(log);
            assertThat(ended).as("ended in %d minutes: %s", minutes, said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
