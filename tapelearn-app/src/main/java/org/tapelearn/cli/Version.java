package org.tapelearn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, as the build wrote it down. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            String number = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[] {"tapelearn %s, Java %s".formatted(number, Runtime.version())};
        }
    }
}
