package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tape of 100 MB needs little memory: another virtual machine with a small heap reads it. */
class BigTapeTest {
    private static final long SIZE = 100_000_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void isReadStepByStepInSmallMemory() throws Exception {
        Path file = write(folder.resolve("big.json"));
        assertThat(Files.size(file)).isGreaterThan(SIZE);
        assertThat(run("64m", "steps", file)).matches("(?s)\\d+ steps of big.*");
        assertThat(run("512m", "whole", file)).matches("(?s)\\d+ steps of big.*");
    }

    /** Writes a tape of known and unknown kinds whose metadata come last. */
    private static Path write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"context\": null, \"steps\": [{\"kind\": \"pass\"}");
            long written = 0;
            for (int i = 0; written < SIZE; i++) {
                String step =
                        ",\n{\"kind\": \"%s\", \"content\": \"%s %d\", \"metadata\": {\"agent\": \"a/b\", \"node\": \"act\"}}"
                                .formatted(i % 9 == 0 ? "task" : "assistant_thought", "words \u00e9 ".repeat(40), i);
                out.write(step);
                written += step.length();
            }
            out.write("], \"metadata\": {\"id\": \"big\"}}");
        }
        return file;
    }

    private static String run(String heap, String way, Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        way,
                        file.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What the other virtual machine does. */
    static final class Reading {
        private Reading() {}

        private static TapeLimits limits(String way) {
            return way.equals("whole") ? new TapeLimits(500, 20_000_000, 5_000, 100_000, 2 * SIZE) : TapeLimits.DEFAULT;
        }

        public static void main(String[] args) throws IOException {
            int[] count = new int[1];
            try (TapeReader reader =
                    new TapeReader(Files.newInputStream(Path.of(args[1])), limits(args[0]), StepKinds.NONE)) {
                Tape tape = args[0].equals("whole")
                        ? reader.next().orElseThrow()
                        : reader.next(step -> count[0]++).orElseThrow();
                List<Step> steps = tape.steps();
                System.out.println(Math.max(count[0], steps.size()) + " steps of "
                        + tape.metadata().id());
            }
        }
    }
}
