package org.tapelearn.tapefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.AnyTape;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;

class TapeFileTest {
    @TempDir
    Path folder;

    /** The folder of samples of TapeAgents, wherever this project lies beside it. */
    private static Optional<Path> samples() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/tapes"))) {
                return Optional.of(folder.resolve("shared/tapes"));
            }
        }
        return Optional.empty();
    }

    private static List<Tape> yaml(String text) {
        return yaml(text.getBytes(StandardCharsets.UTF_8), TapeLimits.DEFAULT);
    }

    private static List<Tape> yaml(byte[] text, TapeLimits limits) {
        List<Tape> tapes = new ArrayList<>();
        new YamlReader(limits).read(new ByteArrayInputStream(text), StepKinds.NONE, tapes::add);
        return tapes;
    }

    private static List<ModelCall> calls(Path file) {
        List<ModelCall> calls = new ArrayList<>();
        CallLog.calls(file, TapeLimits.DEFAULT, (call, size) -> calls.add(call));
        return calls;
    }

    private static byte[] written(List<Tape> tapes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        YamlWriter.write(tapes, out);
        return out.toByteArray();
    }

    @Property(tries = 100)
    void givesBackAnyTapeThroughACallLog(@ForAll("tapes") String text) throws IOException {
        ObjectNode tree = (ObjectNode) TapeJson.toJson(TapeJson.read(text));
        tree.retain("metadata", "context", "steps");
        Path log = Files.createTempDirectory("log").resolve("log.sqlite");
        try (CallLogWriter writer = new CallLogWriter(log)) {
            writer.tape(TapeJson.fromJson(tree));
            writer.finish();
        }
        assertThat(new TapeFile(log).read()).extracting(TapeJson::toJson).containsExactly(tree);
        Files.delete(log);
        Files.delete(log.resolveSibling(""));
    }

    @Property(tries = 150)
    void givesBackAnyTapeThroughYaml(@ForAll("tapes") String text) throws IOException {
        Tape tape = TapeJson.read(text);
        if (!hasHalfAPair(text)) {
            assertThat(yaml(written(List.of(tape, tape)), TapeLimits.DEFAULT))
                    .extracting(TapeJson::toJson)
                    .containsExactly(TapeJson.toJson(tape), TapeJson.toJson(tape));
        }
    }

    private static boolean hasHalfAPair(String text) {
        return text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
    }

    @Test
    void saysThatYamlHasNoHalvesOfPairs() {
        Tape tape = TapeJson.read("{\"steps\": [], \"x\": \"\\ud83d.\"}");
        assertThatThrownBy(() -> written(List.of(tape)))
                .isInstanceOf(TapeFormatException.class)
                .hasMessageContaining("Write the tape as JSON.");
    }

    @Provide
    Arbitrary<String> tapes() {
        return AnyTape.texts();
    }

    @Test
    void givesBackTextsThatLookLikeSomethingElse() throws IOException {
        List<String> texts = List.of(
                "",
                " ",
                "yes",
                "No",
                "null",
                "~",
                "1",
                "01",
                "1.0",
                "1e5",
                "1e+5",
                "1.0e+5",
                "0x1F",
                "1:30",
                ".inf",
                ".nan",
                "2024-12-04",
                "=",
                "<<",
                "- a",
                "a: b",
                "a #b",
                "#",
                "'",
                "\"",
                "a\nb",
                "\n",
                "a\n\n",
                " a",
                "a ",
                "\t",
                "\r\n",
                "\u0085",
                "\u2028",
                "\ufeff",
                "\u0000",
                "\u001b[31m",
                "\ud83d\ude00",
                "\uffff",
                "!tag",
                "&a",
                "*a",
                "%x",
                "@",
                "`",
                "---",
                "...",
                "[",
                "{",
                "?",
                "? a",
                ":",
                "a".repeat(3000),
                "word ".repeat(100));
        Tape tape = TapeJson.read("{\"steps\": []}");
        List<Step> steps = new ArrayList<>();
        texts.forEach(text -> steps.add(new Step.User(new StepMetadata("", text, ""), text)));
        Tape full = new Tape(tape.metadata(), steps);
        List<Step> back =
                yaml(written(List.of(full)), TapeLimits.DEFAULT).getFirst().steps();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(back.get(i)).as("text %d", i).isEqualTo(steps.get(i));
        }
        assertThat(back).hasSameSizeAs(steps);
    }

    @Test
    void readsWhatPyYamlWrites() {
        Tape tape = yaml("""
                context:
                  date: 2024-12-04
                  ratio: 1.5e+3
                  word: 1e5
                  octal: 010
                  on: off
                  same: &id001 [1]
                  again: *id001
                  long: one
                    two
                metadata: {id: 12e4, n_added_steps: 3}
                steps:
                - content: 'It''s

                    two'
                  kind: user
                """).getFirst();
        assertThat(tape.context().toString())
                .isEqualTo(
                        "{\"date\":\"2024-12-04\",\"ratio\":1.5E+3,\"word\":\"1e5\",\"octal\":8,\"on\":false,\"same\":[1],\"again\":[1],\"long\":\"one two\"}");
        assertThat(tape.metadata().id()).isEqualTo("12e4");
        assertThat(tape.metadata().addedSteps()).isEqualTo(3);
        assertThat(tape.steps().getFirst())
                .isInstanceOfSatisfying(
                        Step.User.class, user -> assertThat(user.content()).isEqualTo("It's\ntwo"));
    }

    @Test
    void readsAndWritesStreams() throws IOException {
        List<Tape> tapes = yaml("--- {metadata: {id: a}, steps: []}\n--- {metadata: {id: b}, steps: []}\n");
        assertThat(tapes).extracting(tape -> tape.metadata().id()).containsExactly("a", "b");
        assertThat(new String(written(tapes), StandardCharsets.UTF_8)).isEqualTo("""
                ---
                metadata:
                  id: a
                steps: []
                ---
                metadata:
                  id: b
                steps: []
                """);
    }

    @Nested
    class HostileYaml {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]]",
                    "steps: !!java.io.File [made-by-yaml]",
                    "!!python/object/apply:os.system [\"touch made-by-yaml\"]",
                    "steps: !own []",
                    "{steps: [], x: !!binary aGk=}",
                    "{steps: [], x: !!set {a, b}}",
                    "!<tag:yaml.org,2002:java.lang.String> x"
                })
        void neverMakesWhatATagNames(String text) {
            assertThatThrownBy(() -> yaml(text))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("line 1, column")
                    .hasMessageContaining("Nothing is made from such a tag");
            assertThat(Path.of("made-by-yaml")).doesNotExist();
        }

        @Test
        void stopsAtBombs() {
            StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 20; i++) {
                bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
            }
            assertThatThrownBy(() -> yaml(bomb + "steps: []"))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("limit (aliased) of 100000 values")
                    .hasMessageContaining("line ");
            assertThatThrownBy(() -> yaml("steps: &a [*a]")).hasMessageContaining("a value cannot hold itself");
        }

        @Test
        void stopsAtDepth() {
            String deep = "{steps: [], x: " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
            assertThatThrownBy(() -> yaml(deep))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("limit (depth) of 500 is exceeded");
            StringBuilder chain = new StringBuilder("a0: &a0 []\n");
            for (int i = 1; i < 600; i++) {
                chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
            }
            byte[] text = (chain + "steps: []").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> yaml(text, new TapeLimits(500, 100, 100, 1_000_000)))
                    .hasMessageContaining("limit (depth)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a",
                    "- a",
                    "steps: [",
                    "steps: []\nsteps: []",
                    "steps: []\n? [a]\n: b",
                    "steps: []\nx: .nan",
                    "steps: []\nx: -.inf",
                    "steps: *nothing",
                    "\t- a",
                    "steps: \"",
                    "a: b: c",
                    "steps: []\nx: 1.0e+99999999999",
                    "steps: {}",
                    "steps: []\nx: \"\\q\""
                })
        void isRefusedInWords(String text) {
            assertThatThrownBy(() -> yaml(text))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageStartingWith("This is not a tape: ");
        }

        @Test
        void isRefusedWhereItIsNoUtf8() {
            assertThatThrownBy(() -> yaml(new byte[] {'a', ':', ' ', (byte) 0xff}, TapeLimits.DEFAULT))
                    .hasMessageContaining("line 1, column 4 UTF-8 was expected");
        }
    }

    @Nested
    class RealFiles {
        @Test
        void comeBackEqual() throws IOException {
            Optional<Path> samples = samples();
            if (samples.isEmpty()) {
                return;
            }
            List<Tape> tapes = new TapeFile(samples.get().resolve("form_filler_input.yaml")).read();
            assertThat(tapes).hasSizeGreaterThan(1);
            assertThat(yaml(written(tapes), TapeLimits.DEFAULT)).isEqualTo(tapes);
            Path json = folder.resolve("tapes.json");
            TapeJson.write(tapes, Files.newOutputStream(json));
            assertThat(new TapeFile(json).read()).isEqualTo(tapes);
        }

        @Test
        void ofTheCallLogAreRead() {
            Optional<Path> samples = samples();
            if (samples.isEmpty()) {
                return;
            }
            List<ModelCall> calls = calls(samples.get().resolve("intro_tapedata.sqlite"));
            assertThat(calls).hasSize(42);
            assertThat(calls.getFirst().promptTokens()).hasValue(16);
            assertThat(calls.getFirst()
                            .prompt()
                            .path("messages")
                            .path(0)
                            .path("role")
                            .asText())
                    .isEqualTo("user");
            assertThat(new TapeFile(samples.get().resolve("intro_tapedata.sqlite")).read())
                    .isEmpty();
        }
    }

    @Nested
    class CallLogs {
        private Path log(String... statements) throws SQLException {
            Path file = folder.resolve("call log?#.sqlite");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("plain.sqlite"));
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            try {
                return Files.move(folder.resolve("plain.sqlite"), file);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Test
        void findColumnsByName() throws SQLException, IOException {
            Path file = log(
                    "CREATE TABLE Tapes (steps TEXT, tape_id TEXT PRIMARY KEY, context TEXT, metadata TEXT, length INTEGER)",
                    "INSERT INTO Tapes VALUES ('[{\"kind\": \"user\", \"content\": \"hi\"}]', 'x', NULL, '{\"id\": \"x\", \"n\": 1.0}', 1)",
                    "CREATE TABLE LLMCalls (cost REAL, prompt TEXT, prompt_id TEXT, timestamp TEXT, output TEXT,"
                            + " prompt_length_tokens INTEGER, output_length_tokens INTEGER, cached INTEGER, llm_info TEXT)",
                    "INSERT INTO LLMCalls VALUES (0.5, '{}', 'p', 't', '{\"content\": \"c\"}', 3, 4, 1, NULL)");
            byte[] before = Files.readAllBytes(file);

            assertThat(new TapeFile(file).read().getFirst().steps()).hasSize(1);
            assertThat(new TapeFile(file)
                            .read()
                            .getFirst()
                            .metadata()
                            .extra("n")
                            .toString())
                    .isEqualTo("1.0");
            ModelCall call = calls(file).getFirst();
            assertThat(call.cost()).hasValue(0.5);
            assertThat(call.cached()).isTrue();
            assertThat(call.outputTokens()).hasValue(4);
            assertThat(call.llm().isNull()).isTrue();
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            assertThat(folder).isDirectoryNotContaining("glob:**-{wal,shm,journal}");
        }

        @Test
        void sayWhatIsMissing() throws SQLException {
            Path file = log("CREATE TABLE Tapes (tape_id TEXT, metadata TEXT)", "INSERT INTO Tapes VALUES ('x', '{}')");
            assertThatThrownBy(() -> new TapeFile(file).read())
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("cannot be read as a call log")
                    .hasMessageContaining("with the table Tapes");
            assertThatThrownBy(() -> calls(file))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("LLMCalls");
        }
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("cut.json"), "{\"steps\": [{");
        assertThatThrownBy(() -> new TapeFile(file).read())
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(file + ") cannot be read.")
                .hasMessageContaining("it ends in the middle");
        assertThatThrownBy(() -> new TapeFile(folder).read()).hasMessageContaining("There is no file");
    }
}
