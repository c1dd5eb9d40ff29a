package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;

/** TapeAgents' logs of tapes and model calls, through the store and back. */
class CallLogsTest {
    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(new Environments(List.of()));
    private Path log;

    @BeforeEach
    void writeALog() throws IOException, SQLException {
        log = folder.resolve("tapedata.sqlite");
        String script;
        try (InputStream in = Objects.requireNonNull(CallLogsTest.class.getResourceAsStream("call-log.sql"))) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + log);
                Statement statement = connection.createStatement()) {
            for (String sql : script.strip().split(";\n", -1)) {
                statement.execute(sql);
            }
        }
    }

    private int run(String... args) {
        return shell.run(Stream.concat(
                        Stream.concat(Stream.of("tapes"), Stream.of(args)),
                        Stream.of("--store", folder.resolve("store").toString()))
                .toArray(String[]::new));
    }

    private static List<JsonNode> tapes(Path file) {
        return new TapeFile(file).read().stream().map(TapeJson::toJson).toList();
    }

    private static List<ModelCall> calls(Path file) {
        List<ModelCall> calls = new ArrayList<>();
        new TapeFile(file).visitCalls((call, size) -> calls.add(call));
        return calls;
    }

    private Path throughTheStore(Path file, String session) {
        assertThat(run("import", file.toString(), "--session", session))
                .as(shell.err())
                .isZero();
        Path back = folder.resolve(session + ".sqlite");
        assertThat(run("export", "--out", back.toString(), "--session", session))
                .as(shell.err())
                .isZero();
        return back;
    }

    @Test
    void comeBackEqual() {
        Path back = throughTheStore(log, "s");
        assertThat(shell.out()).startsWith("2 tapes and 3 model calls written to ");
        assertThat(tapes(back)).hasSize(2).isEqualTo(tapes(log));
        assertThat(calls(back)).hasSize(3).isEqualTo(calls(log));
        assertThat(calls(back).get(1).output().path("score")).hasToString("1E+400");
        assertThat(calls(back).get(1).cost()).isEmpty();
        assertThat(calls(back).get(2).cost()).hasValue(0);
        assertThat(folder).isDirectoryNotContaining("glob:**{.part,-journal,-wal}");
    }

    @Test
    void ofRealRunsComeBackEqual() throws IOException {
        Path samples = null;
        for (Path up = Path.of("").toAbsolutePath(); up != null && samples == null; up = up.getParent()) {
            samples = Files.isDirectory(up.resolve("shared/tapes")) ? up.resolve("shared/tapes") : null;
        }
        if (samples == null) {
            return;
        }
        try (Stream<Path> files = Files.list(samples)) {
            List<Path> all = files.filter(file -> file.toString().matches(".*\\.(json|yaml|sqlite)"))
                    .toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path file : all) {
                Path back = throughTheStore(file, file.getFileName().toString().replaceAll("\\W", "-"));
                assertThat(tapes(back)).as("%s", file).isEqualTo(tapes(file));
                assertThat(calls(back)).as("%s", file).isEqualTo(calls(file));
            }
        }
    }

    @Test
    void areAddedToOnceAndCounted() {
        assertThat(run("import", log.toString(), "--session", "s")).isZero();
        assertThat(shell.out()).startsWith("2 tapes and 3 model calls added to session s.");
        assertThat(run("import", log.toString(), "--session", "s")).isZero();
        assertThat(shell.out()).startsWith("0 tapes and 0 model calls added to session s, 5 were there.");
        assertThat(run("stats")).isZero();
        assertThat(shell.out()).contains("3 model calls (1 cached), 71 tokens of prompts, 21 of answers");
    }

    @Test
    void holdTheCallsOfTheTapesThatAreNamed() {
        run("import", log.toString(), "--session", "s");
        Path two = folder.resolve("two.sqlite");
        assertThat(run("export", "--out", two.toString(), "two"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).startsWith("1 tape and 1 model call written to ");
        assertThat(calls(two)).containsExactly(calls(log).getFirst());
        Path both = folder.resolve("both.sqlite");
        assertThat(run("export", "--out", both.toString(), "one", "two")).isZero();
        assertThat(calls(both)).isEqualTo(calls(log).subList(0, 2));
    }

    @Test
    void haveNoColumnForMore() throws IOException {
        Path file = Files.writeString(folder.resolve("more.json"), "{\"steps\": [], \"more\": 1}");
        run("import", file.toString());
        Path out = folder.resolve("more.sqlite");
        assertThat(run("export", "--out", out.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("has a key (more), for which a call log has no column");
        assertThat(out).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void areShownBeforeTheStepsThatTheyGave() throws IOException {
        run("import", log.toString(), "--session", "s");
        assertThat(run("show", "one")).isZero();
        assertThat(shell.out()).doesNotContain("model call");
        assertThat(run("show", "one", "--calls")).as(shell.err()).isZero();
        assertThat(shell.out())
                .containsSubsequence(
                        "1. user",
                        "     model call p-1: small, 31 tokens of prompt, 12 tokens of answer, $",
                        "       system: You multiply.",
                        "       user: What is six times seven?",
                        "       answer: times({\"a\": 7.0})",
                        "2. tool_call",
                        "model call p-2: (no name), 40 tokens of prompt, 9 tokens of answer, cost unknown",
                        "half of a pair: \\ud83d, \\u001b[31m, \\u0000",
                        "4. assistant_answer")
                .doesNotContain("p-3", "\u001b", "\u0000");
        assertThat(run("show", "one", "--calls", "--json")).isZero();
        JsonNode both = TapeJson.tree(shell.out());
        assertThat(both.path("tape")).isEqualTo(tapes(log).getFirst());
        assertThat(both.path("calls").findValuesAsText("prompt_id")).containsExactly("p-1", "p-2");
        assertThat(shell.out()).doesNotContain("\u001b");
        assertThat(run("show", log.toString(), "--calls")).isZero();
        assertThat(shell.out()).containsSubsequence("one\n", "two\n", "model call p-1", "model call p-3");
        assertThat(run("show", log.toString(), "--calls", "--json")).isEqualTo(2);
        assertThat(shell.err()).contains("(--calls) and (--json) were asked for");
    }

    @Test
    void areSearchedWhereAskedFor() throws IOException {
        run("import", log.toString(), "--session", "s");
        for (String source : List.of("--session=s", log.toString())) {
            assertThat(run("grep", "You multiply|says the|half of", source)).isZero();
            assertThat(shell.out()).isEmpty();
            assertThat(run("grep", "You multiply|says the|half of", source, "--calls"))
                    .isZero();
            assertThat(shell.out()).isEqualTo("""
                    p-1: model call: system: You multiply.
                    p-2: model call: user: half of a pair: \\ud83d, \\u001b[31m, \\u0000
                    p-2: model call: answer: forty-two, says the model
                    """);
            assertThat(run("grep", "You multiply", source, "--calls", "--json")).isZero();
            assertThat(TapeJson.tree(shell.out()).path(0).path("call").asText()).isEqualTo("p-1");
        }
    }
}
