package org.tapelearn.env.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real servers that tests start: those of the lock file beside this class, installed once into the user's cache by npm, whose
 * install scripts are not run. Without npm these tests are skipped.
 */
public final class NpmServers {
    private static final List<String> FILES = List.of("package.json", "package-lock.json");
    private static final long INSTALL_MINUTES = 5;

    private NpmServers() {}

    /** The script of a server, such as {@code filesystem}. */
    public static String script(String server) {
        return Installed.FOLDER
                .resolve("node_modules/@modelcontextprotocol/server-%s/dist/index.js".formatted(server))
                .toString();
    }

    private static final class Installed {
        static final Path FOLDER = install();
    }

    private static Path install() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
        assumeThat(there).as("npm is needed to start real MCP servers").isTrue();
        try {
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "tapelearn");
            Path folder = cache.resolve("test-servers-"
                    + Integer.toHexString(
                            HexFormat.of().formatHex(read("package-lock.json")).hashCode()));
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(cache);
                Path fresh = Files.createTempDirectory(cache, "installing-");
                for (String file : FILES) {
                    Files.write(fresh.resolve(file), read(file));
                }
                Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(fresh.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(fresh.resolve("npm.log").toFile())
                        .start();
                assertThat(npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)).isTrue();
                assertThat(npm.exitValue())
                        .as(Files.readString(fresh.resolve("npm.log")))
                        .isZero();
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream stream = NpmServers.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(stream, file).readAllBytes();
        }
    }
}
