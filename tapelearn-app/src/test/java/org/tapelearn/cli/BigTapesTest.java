package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that hold tapes whole, in another virtual machine with a heap of 512 MB: what is too big is refused in words. */
class BigTapesTest {
    @TempDir
    Path folder;

    private record Ran(int code, String said) {}

    @ParameterizedTest
    @CsvSource({"words, 1500000", "tiny, 8000000"})
    @Timeout(300)
    void beyondTheLimitAreRefused(String kind, int steps) throws Exception {
        Path file = write(kind, steps);
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        for (List<String> command : List.of(
                List.of("import", file.toString()),
                List.of("diff", file.toString(), file.toString()),
                List.of("show", file.toString(), "--json"))) {
            Ran ran = run(command);
            assertThat(ran.code()).as(ran.said()).isEqualTo(2);
            assertThat(ran.said())
                    .contains("limit (tape) of ", "held at once is exceeded", "TAPELEARN_JAVA_OPTS", "At line ")
                    .doesNotContain("broke");
        }
        assertThat(folder.resolve("store")).doesNotExist();
        Ran stats = run(List.of("stats", file.toString()));
        assertThat(stats.code()).as(stats.said()).isZero();
        assertThat(stats.said()).startsWith("1 tape, ");
    }

    /** Each is nearly as big as the limit of that heap. */
    @ParameterizedTest
    @CsvSource({"words, 90000", "tiny, 230000", "lists, 500000", "signs, 90000", "yaml, 150000"})
    @Timeout(300)
    void withinTheLimitAreHeldTwice(String kind, int steps) throws Exception {
        Path file = write(kind, steps);
        for (String added : List.of("1 tape added", "0 tapes added to session s, 1 were there")) {
            Ran imported = run(List.of("import", file.toString(), "--session", "s"));
            assertThat(imported.said()).startsWith(added);
        }
        Ran same = run(List.of("diff", file.toString(), "t"));
        assertThat(same.said()).endsWith("The steps say the same.\n");
        assertThat(run(List.of("show", file.toString(), "--json")).code()).isZero();
    }

    @Test
    @Timeout(300)
    void ofWhichAFileHoldsManyAreHeldOneByOne() throws Exception {
        Path file = folder.resolve("many.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 40; i++) {
                out.write("%s{\"metadata\": {\"id\": \"%d\"}, \"steps\": [{\"kind\": \"pass\"}"
                        .formatted(i == 0 ? "[" : ",\n", i));
                steps("words", 30_000, out);
                out.write("]}");
            }
            out.write("]");
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        Ran imported = run(List.of("import", file.toString(), "--session", "s"));
        assertThat(imported.said()).startsWith("40 tapes added to session s.");
        assertThat(run(List.of("diff", file + "#1", file + "#40")).said()).endsWith("The steps say the same.\n");
    }

    @ParameterizedTest
    @CsvSource({"LLMCalls, prompt", "Tapes, steps"})
    @Timeout(300)
    void ofACallLogAreRefusedColumnByColumn(String table, String column) throws Exception {
        Path file = folder.resolve("log.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE LLMCalls (prompt_id TEXT, timestamp TEXT, prompt TEXT)");
            statement.execute("CREATE TABLE Tapes (tape_id TEXT, metadata TEXT, context TEXT, steps TEXT)");
            statement.execute("INSERT INTO %s (%s) VALUES (hex(zeroblob(150000000)))".formatted(table, column));
        }
        for (String command : List.of("import", "stats")) {
            Ran ran = run(List.of(command, file.toString()));
            assertThat(ran.code()).as(ran.said()).isEqualTo(2);
            assertThat(ran.said())
                    .contains("has a row in " + table, "limit (tape) of ", "held at once is exceeded")
                    .doesNotContain("broke", "OutOfMemory");
        }
        assertThat(folder.resolve("store")).doesNotExist();
    }

    private Path write(String kind, int steps) throws IOException {
        boolean yaml = kind.equals("yaml");
        Path file = folder.resolve(yaml ? "t.yaml" : "t.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    yaml
                            ? "metadata: {id: t}\nsteps:\n- kind: pass\n"
                            : "{\"metadata\": {\"id\": \"t\"}, \"steps\": [{\"kind\": \"pass\"}");
            steps(kind, steps, out);
            out.write(yaml ? "" : "]}");
        }
        return file;
    }

    private static void steps(String kind, int count, BufferedWriter out) throws IOException {
        String step = switch (kind) {
            case "words" ->
                ",\n{\"kind\": \"user\", \"content\": \"%s\"}".formatted("слово ".repeat(8) + "x".repeat(16));
            case "tiny" -> ",{\"kind\":\"p\"}";
            case "lists" -> ",\n{}";
            case "signs" -> ",\n{\"kind\": \"user\", \"content\": \"%s\"}".formatted("\\u0001".repeat(64));
            default -> "- {kind: p}\n";
        };
        for (int i = 0; i < count; i++) {
            out.write(step);
        }
    }

    private Ran run(List<String> args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "tapes"));
        command.addAll(args);
        command.addAll(List.of("--store", folder.resolve("store").toString()));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int code = process.waitFor();
        String text = Files.readString(said, StandardCharsets.UTF_8);
        return new Ran(
                code, text.length() < 4_000 ? text : text.substring(0, 1_000) + text.substring(text.length() - 1_000));
    }
}
