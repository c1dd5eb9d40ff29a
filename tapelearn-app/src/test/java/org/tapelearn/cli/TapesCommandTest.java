package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tapefile.TapeFile;

/** Tapes in files, and between files and the store. */
class TapesCommandTest {
    private static final String TAPE = """
            {"metadata": {"id": "one", "parent_id": "zero", "author": "Root", "level": 1, "result": "42"}, "context": {"tools": []}, "steps": [
             {"kind": "user", "content": "What is six times seven?", "metadata": {"id": "1"}},
             {"kind": "task", "task": "multiply", "metadata": {"agent": "Root/Sub", "node": "act"}},
             {"kind": "tool_call", "id": "c", "function": {"name": "times", "arguments": {"a": 6, "b": 7.0}}, "reason_to_use": "r"},
             {"kind": "tool", "tool_call_id": "c", "content": "LINES"},
             {"kind": "action_execution_failure", "error": "out of paper"},
             {"kind": "assistant_answer", "success": true, "answer": "42"}]}""".replace("LINES", "row\\n".repeat(40) + "last");

    /** What a terminal would obey: escapes, carriage returns, C1 controls, overrides of direction. */
    private static final String EVIL =
            "\\u001b[31m\\u001b]0;t\\u0007\\r\\u009b2J\\u202e\\u2066\\u0000\\u007f\\u2028\\u200f\\u0085";

    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(new Environments(List.of()));
    private Path file;
    private Path store;

    @BeforeEach
    void writeATape() throws IOException {
        file = Files.writeString(folder.resolve("tape.json"), TAPE);
        store = folder.resolve("store");
    }

    private int run(String... args) {
        return shell.run(Stream.concat(
                        Stream.concat(Stream.of("tapes"), Stream.of(args)), Stream.of("--store", store.toString()))
                .toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(shell.out());
    }

    private Tape read(Path path) {
        return new TapeFile(path).read().getFirst();
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.startsWith(store)).toList()) {
                files.put(
                        folder.relativize(path).toString(),
                        Files.isRegularFile(path) ? Files.readAllBytes(path) : new byte[0]);
            }
        }
        return files;
    }

    @Nested
    class ImportAndExport {
        @Test
        void giveBackTheTape() throws IOException {
            assertThat(run("import", file.toString(), "--session", "mine")).isZero();
            assertThat(shell.out()).contains("1 tape added to session mine.").contains("tapelearn tapes list mine");
            for (String name : List.of("back.json", "back.yaml")) {
                Path out = folder.resolve(name);
                assertThat(run("export", "--format", "tapeagents", "--out", out.toString(), "--session", "mine", "one"))
                        .isZero();
                assertThat(read(out)).isEqualTo(read(file));
            }
            assertThat(folder).isDirectoryNotContaining("glob:**.part");
        }

        @Test
        void makeNoSessionOfNoTapes() throws IOException {
            Path none = folder.resolve("none.json");
            Files.writeString(none, "[]");
            assertThat(run("import", none.toString())).isEqualTo(2);
            assertThat(shell.err())
                    .contains("none.json")
                    .contains("holds no tape and no model call, so nothing is imported");
            assertThat(store).doesNotExist();
        }

        @Test
        void addWhatIsNewOnly() throws IOException {
            run("import", file.toString(), "--session", "mine");
            Path list = folder.resolve("list.json");
            Files.writeString(
                    list, "[%s, %s, {\"steps\": []}, {\"steps\": []}]".formatted(TAPE, TAPE.replace("42", "43")));
            assertThat(run("import", list.toString(), "--session", "mine", "--json"))
                    .isZero();
            assertThat(json().path("added").asInt()).isEqualTo(2);
            assertThat(json().path("known").asInt()).isEqualTo(2);
            assertThat(run("list", "mine", "--json")).isZero();
            assertThat(json()).hasSize(3);
            assertThat(run("export", "--out", folder.resolve("all.json").toString(), "--json"))
                    .isZero();
            assertThat(json().path("tapes").asInt()).isEqualTo(3);
            assertThat(new TapeFile(folder.resolve("all.json")).read()).hasSize(3);
        }

        @Test
        void leaveSessionsThatLearnedAlone() {
            try (SqliteSessionStore open = SqliteSessionStore.open(store)) {
                open.create(new SessionRecord("learned", "data-science", 1, "{}", "plateau", 1, ""));
                open.commit("learned", SessionSamples.commit(0, 5, 1));
            }
            assertThat(run("import", file.toString(), "--session", "learned")).isEqualTo(2);
            assertThat(shell.err()).contains("Session (learned) has learned (data-science)");
            assertThat(run("import", file.toString())).isZero();
            assertThat(run("list", "--json")).isZero();
            assertThat(shell.out()).contains("penguins").doesNotContain("one/0");
            assertThat(run("export", "--out", folder.resolve("own.json").toString()))
                    .isZero();
            assertThat(new TapeFile(folder.resolve("own.json")).read()).hasSize(5);
        }

        @Test
        void listWhyNothingIsScored() throws IOException {
            try (SqliteSessionStore open = SqliteSessionStore.open(store)) {
                open.create(new SessionRecord("learned", "data-science", 1, "{}", "plateau", 1, ""));
                open.commit("learned", SessionSamples.commit(0, 40, 1));
            }
            assertThat(run("list", "--outcome", "unscored", "--json")).isZero();
            assertThat(json()).isNotEmpty();
            String cause = json().path(0).path("cause").asText();
            assertThat(cause).isNotEmpty();
            assertThat(run("list", "--outcome", "unscored", "--limit", "1")).isZero();
            assertThat(shell.out().lines().skip(1).findFirst().orElseThrow())
                    .endsWith("  (%s)".formatted(SafeText.cut(cause, 200)));
            assertThat(run("list", "--outcome", "success", "--json")).isZero();
            assertThat(json().path(0).path("cause").asText()).isEmpty();
        }

        @Test
        void neverOverwriteUnasked() throws IOException {
            run("import", file.toString());
            Path out = Files.writeString(folder.resolve("precious.json"), "precious");
            assertThat(run("export", "--out", out.toString())).isEqualTo(2);
            assertThat(shell.err()).contains("stays as it is").contains("--force");
            assertThat(out).content().isEqualTo("precious");
            assertThat(run("export", "--out", out.toString(), "--force")).isZero();
            assertThat(read(out)).isEqualTo(read(file));
            assertThat(run("export", "--out", folder.toString(), "--force")).isEqualTo(2);
            assertThat(run("export", "--out", folder.resolve("no/x.json").toString()))
                    .isEqualTo(2);
            assertThat(shell.err()).contains("There is no folder");
            assertThat(run("export", "--out", out.toString(), "--format", "csv"))
                    .isEqualTo(2);
            assertThat(shell.err()).contains("expects (tapeagents), but found (csv)");
        }
    }

    @Test
    void importedOnesAreNeitherReplayedNorForked() {
        run("import", file.toString(), "--session", "mine");
        for (String command : List.of("replay one", "fork one --at 2")) {
            String[] args = (command + " --session mine --store " + store).split(" ");
            assertThat(shell.run(args)).isEqualTo(ExitCode.USER_MUST_ACT);
            assertThat(shell.err())
                    .contains("Session (mine) holds imported tapes: there is no environment in which they could go on.")
                    .doesNotContain("\tat ");
        }
    }

    @Nested
    class Show {
        @Test
        void foldsLongTexts() {
            assertThat(run("show", file.toString())).isZero();
            assertThat(shell.out())
                    .startsWith("one\n")
                    .contains("author: Root", "parent: zero", "1. user", "What is six times seven?", "task: multiply")
                    .contains(
                            "2. task  Root/Sub (act)",
                            "times(a=6, b=7.0)",
                            "... 31 more lines (--full shows them)",
                            "out of paper")
                    .doesNotContain("last", "\u001b");
            assertThat(run("show", file.toString(), "--full")).isZero();
            assertThat(shell.out()).contains("last").doesNotContain("more lines");
        }

        @Test
        void colourisesOnATerminalOnly() {
            assertThat(coloured(Map.of(), true)).contains("\u001b[36mtool_call\u001b[0m");
            assertThat(coloured(Map.of("NO_COLOR", "1"), true)).doesNotContain("\u001b");
            assertThat(coloured(Map.of(), false)).doesNotContain("\u001b");
        }

        private String coloured(Map<String, String> variables, boolean terminal) {
            StringWriter out = new StringWriter();
            PrintWriter printer = new PrintWriter(out, true);
            Shell colour =
                    new Shell(printer, printer, variables, terminal, Clock.systemUTC(), new Environments(List.of()));
            assertThat(Main.run(colour, "tapes", "show", file.toString())).isZero();
            return out.toString();
        }

        @Test
        void printsJson() throws IOException {
            assertThat(run("show", file.toString(), "--json")).isZero();
            assertThat(TapeJson.read(shell.out())).isEqualTo(read(file));
        }
    }

    @Nested
    class Diff {
        @Test
        void marksTheFirstDifference() throws IOException {
            Path other = Files.writeString(
                    folder.resolve("other.json"),
                    TAPE.replace("out of paper", "out of ink")
                            .replace("{\"kind\": \"task\"", "{\"kind\": \"pass\"}, {\"kind\": \"task\""));
            assertThat(run("diff", file.toString(), other.toString())).isZero();
            assertThat(shell.out())
                    .contains(
                            "     1    1  user: What is six times seven?\n>>> the first difference\n+         2  pass: \n     2    3  task: ");
            assertThat(shell.out())
                    .contains(
                            "-    5       action_execution_failure: out of paper",
                            "+         6  action_execution_failure: out of ink");
            assertThat(run("diff", file.toString(), other.toString(), "--json")).isZero();
            assertThat(json().path("first_difference").path("b").asInt()).isEqualTo(2);
            assertThat(json().path("equal").asBoolean()).isFalse();
            assertThat(run("diff", file.toString(), file.toString())).isZero();
            assertThat(shell.out()).contains("The steps say the same.").doesNotContain(">>>");
        }

        @Test
        void takesIdsAndTapesOfAList() throws IOException {
            run("import", file.toString());
            Path list = Files.writeString(folder.resolve("list.json"), "[{\"steps\": []}, %s]".formatted(TAPE));
            assertThat(run("diff", "one", list + "#2")).isZero();
            assertThat(shell.out()).contains("The steps say the same.");
            assertThat(run("diff", "one", list.toString())).isEqualTo(2);
            assertThat(shell.err()).contains("holds 2 tapes").contains("#1");
            assertThat(run("diff", "one", list + "#3")).isEqualTo(2);
        }
    }

    @Nested
    class GrepAndStats {
        @Test
        void findLines() throws IOException {
            assertThat(run("grep", "SIX|paper", file.toString())).isZero();
            assertThat(shell.out()).isEqualTo("one:5: action_execution_failure: out of paper\n");
            assertThat(run("grep", "-i", "SIX|paper", file.toString(), "--json"))
                    .isZero();
            assertThat(json()).hasSize(2);
            assertThat(run("grep", "row", file.toString(), "--limit", "3")).isZero();
            assertThat(shell.out()).contains("The first 3 of 40 lines");
            assertThat(run("grep", "(", file.toString())).isEqualTo(2);
            assertThat(shell.err()).contains("is no regular expression");
            run("import", file.toString());
            assertThat(run("grep", "paper")).isZero();
            assertThat(shell.out()).isEqualTo("explore/0/0/one/0:5: action_execution_failure: out of paper\n");
        }

        @Test
        void countSteps() throws IOException {
            assertThat(run("stats", file.toString())).isZero();
            assertThat(shell.out())
                    .contains("1 tape, 6 steps (least 6, median 6, most 6 a tape), 1 error", "Root/Sub", "times");
            assertThat(run("stats", file.toString(), "--json")).isZero();
            assertThat(json().path("kinds").path("user").asInt()).isEqualTo(1);
            assertThat(json().path("tools").path("times").asInt()).isEqualTo(1);
            run("import", file.toString());
            assertThat(run("stats")).isZero();
            assertThat(shell.out()).contains("1 tape, 6 steps");
        }
    }

    @Test
    void statsCountTheModelCallsOfALog() throws SQLException, IOException {
        Path log = folder.resolve("calls.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + log);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Tapes (tape_id TEXT, metadata TEXT, context TEXT, steps TEXT)");
            statement.execute(
                    "CREATE TABLE LLMCalls (prompt_id TEXT, timestamp TEXT, prompt TEXT, output TEXT,"
                            + " prompt_length_tokens INTEGER, output_length_tokens INTEGER, cached INTEGER, llm_info TEXT, cost REAL)");
            statement.execute("INSERT INTO LLMCalls VALUES ('p', 't', '{}', '{}', 1000, 20, 0, '{}', 0.5),"
                    + " ('q', 't', '{}', '{}', 234, 5, 1, NULL, NULL)");
        }
        assertThat(run("stats", log.toString())).as(shell.err()).isZero();
        assertThat(shell.out())
                .contains("0 tapes", "2 model calls (1 cached), 1,234 tokens of prompts, 25 of answers, $0.5");
        assertThat(run("stats", log.toString(), "--json")).isZero();
        assertThat(json().path("model_calls").path("prompt_tokens").asInt()).isEqualTo(1234);
        assertThat(run("stats", file.toString())).isZero();
        assertThat(shell.out()).doesNotContain("model call");
    }

    @Nested
    class BadInput {
        @ParameterizedTest
        @ValueSource(strings = {"show", "import", "stats", "grep x", "diff x"})
        void endsWithTwoAndWithoutATrace(String command) throws IOException {
            Path bad = folder.resolve("bad.json");
            for (String text :
                    List.of("", "{", "[1]", "{\"steps\": [{\"a\": NaN}]}", "{\"steps\": [{\"a\": 1, \"a\": 2}]}")) {
                Files.writeString(bad, text);
                String[] args = (command + " " + bad).split(" ");
                if (command.startsWith("diff")) {
                    args[1] = bad.toString();
                }
                assertThat(run(args)).as("%s: %s", command, text).isEqualTo(2);
                assertThat(shell.err())
                        .contains("(" + bad + ") cannot be read.")
                        .contains("This is not a tape: ")
                        .doesNotContain("\tat ", "Exception");
            }
            assertThat(run((command + " " + folder.resolve("none.json")).split(" ")))
                    .isEqualTo(2);
            assertThat(shell.err()).doesNotContain("\tat ");
        }

        @Test
        void namesTheLimitThatHelps() throws IOException {
            Path deep = folder.resolve("deep.json");
            Files.writeString(
                    deep, "{\"steps\": [{\"kind\": \"x\", \"a\": %s}]}".formatted("[".repeat(3000) + "]".repeat(3000)));
            assertThat(run("stats", deep.toString())).isEqualTo(2);
            assertThat(shell.err()).contains("limit (depth)");
            assertThat(run("stats", deep.toString(), "--max-depth", "4000")).isZero();
            assertThat(run("import", deep.toString(), "--max-depth", "4000")).isZero();
            assertThat(run("stats")).isZero();
            assertThat(run("stats", deep.toString(), "--max-depth", "0")).isEqualTo(2);

            Path huge = folder.resolve("huge.json");
            Files.writeString(huge, "{\"steps\": [{\"kind\": \"x\", \"a\": %s}]}".formatted("7".repeat(6000)));
            assertThat(run("stats", huge.toString())).isEqualTo(2);
            assertThat(shell.err()).contains("limit (digits)");
            assertThat(run("stats", huge.toString(), "--max-digits", "6000")).isZero();
            assertThat(run("stats", huge.toString(), "--max-tape", Long.toString(Long.MAX_VALUE)))
                    .isEqualTo(2);
            assertThat(shell.err()).contains("(--max-tape) is at most ", "TAPELEARN_JAVA_OPTS");
        }
    }

    @Nested
    class Ids {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "../x",
                    "../../x",
                    "/tmp/../x",
                    "..",
                    ".",
                    "x\u0000y",
                    "%2e%2e%2fx",
                    "..\\x",
                    "C:\\x",
                    "~/x",
                    "$(touch x)",
                    "a/../../b",
                    "\u001b[2J",
                    "-",
                    "x\ny",
                    "LONG"
                })
        void neverBecomePaths(String word) throws IOException {
            String id = word.equals("LONG") ? "x".repeat(5000) : word;
            Path evil = folder.resolve("evil.json");
            String tape =
                    "{\"metadata\": {\"id\": %1$s, \"parent_id\": %1$s, \"author\": %1$s}, \"steps\": [{\"kind\": %1$s, \"metadata\": {\"id\": %1$s, \"agent\": %1$s}, \"path\": %1$s}]}";
            Files.writeString(evil, tape.formatted(new ObjectMapper().writeValueAsString(id)));
            Path copy = folder.resolve("copy.json");
            Map<String, byte[]> before = files();
            int inSession = run("import", evil.toString(), "--session", id);
            assertThat(inSession).isIn(0, 2);
            assertThat(run("import", evil.toString(), "--session", "s")).isZero();
            assertThat(run("list", "s")).isZero();
            List.of("show", "grep", "stats", "export --out " + copy, "diff x", "list", "import")
                    .forEach(command -> {
                        String[] args = Stream.concat(Stream.of(command.split(" ")), Stream.of(id))
                                .toArray(String[]::new);
                        assertThat(run(args)).as(command).isIn(0, 2);
                    });
            for (String command : List.of("show x", "grep x", "stats", "export --out " + copy, "diff x y")) {
                String[] args = Stream.concat(Stream.of(command.split(" ")), Stream.of("--session=" + id))
                        .toArray(String[]::new);
                assertThat(run(args)).as(command).isIn(0, 2);
            }
            for (String command : List.of(
                    "report",
                    "resume",
                    "sessions",
                    "replay",
                    "eval --split test",
                    "fork --at 1",
                    "rollback --to v1",
                    "judge audit",
                    "run")) {
                String[] args = Stream.concat(Stream.of(command.split(" ")), Stream.of("--store=" + store, "--", id))
                        .toArray(String[]::new);
                assertThat(shell.run(args)).as(command).isIn(0, 2);
            }
            for (String command : List.of(
                    "export --format openai --out " + copy + " --session=ID",
                    "judge audit --prompts=ID s",
                    "checks draft --mcp=ID --seeds=ID --out=" + copy + ".checks",
                    "run task --session=ID")) {
                String[] args = Stream.concat(Stream.of(command.split(" ")), Stream.of("--store=" + store))
                        .map(arg -> arg.replace("ID", id))
                        .toArray(String[]::new);
                TestShell withAWorld = new TestShell(new Environments(List.of(new Environments.Offer(
                        "buttons", "Buttons.", List.of("Press a button"), data -> new Buttons()))));
                assertThat(withAWorld.run(args))
                        .as("%s: %s", command, withAWorld.err())
                        .isEqualTo(2);
            }
            Files.deleteIfExists(copy);
            assertThat(run("export", "--session", "s", "--out", copy.toString()))
                    .isZero();
            Files.delete(copy);
            Map<String, byte[]> after = files();
            assertThat(after.keySet()).isEqualTo(before.keySet());
            after.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
        }
    }

    @Nested
    class Terminals {
        @Test
        void getNoControlCharacters() throws IOException {
            Path evil = folder.resolve("evil.json");
            String tape = """
                    {"metadata": {"id": "E", "parent_id": "E", "author": "E", "result": "E"}, "steps": [
                     {"kind": "E", "E": "E", "metadata": {"agent": "E", "node": "E"}}, {"kind": "user", "content": "E xyz"},
                     {"kind": "tool_call", "function": {"name": "E", "arguments": {"E": "E"}}}, {"kind": "tool", "content": "E"},
                     {"kind": "assistant", "tool_calls": [{"function": {"name": "E", "arguments": "{}"}}]}, {"kind": "call", "agent_name": "E"},
                     {"kind": "broadcast", "to": ["E"]}, {"kind": "action_execution_failure", "error": "E"}, {"kind": "final_step", "reason": "E"}]}""";
            Files.writeString(evil, tape.replace("\"E", "\"" + EVIL).replace("E\"", EVIL + "\""));
            Path plain = Files.writeString(folder.resolve("plain.json"), TAPE);
            assertThat(run("import", evil.toString())).isZero();
            harmless();
            run("list", "--json");
            String id = json().get(0).path("id").asText();
            for (List<String> command : List.of(
                    List.of("list"),
                    List.of("list", "--json"),
                    List.of("show", id),
                    List.of("show", id, "--json"),
                    List.of("show", evil.toString(), "--full"),
                    List.of("show", evil.toString(), "--json"),
                    List.of("grep", "xyz"),
                    List.of("grep", ".", evil.toString()),
                    List.of("grep", ".", evil.toString(), "--json"),
                    List.of("stats"),
                    List.of("stats", "--json"),
                    List.of("diff", id, plain.toString()),
                    List.of("diff", id, plain.toString(), "--json"))) {
                assertThat(run(command.toArray(String[]::new)))
                        .as("%s", command)
                        .isZero();
                assertThat(shell.out()).isNotBlank();
                harmless();
            }
            assertThat(run("show", "\u001b[31mno such\u202e")).isEqualTo(2);
            harmless();
            String name = new TapeFile(evil).read().getFirst().metadata().id();
            for (List<String> command : List.of(
                    List.of("sessions"),
                    List.of("sessions", "--json"),
                    List.of("report"),
                    List.of("replay", id),
                    List.of("replay", name),
                    List.of("replay", evil.toString()),
                    List.of("fork", id, "--at", "1"),
                    List.of("fork", name, "--at", "1"))) {
                int code = shell.run(Stream.concat(command.stream(), Stream.of("--store", store.toString()))
                        .toArray(String[]::new));
                assertThat(code).as("%s", command).isIn(0, 2);
                assertThat(shell.out() + shell.err()).isNotBlank();
                harmless();
            }
        }

        private void harmless() {
            assertThat((shell.out() + shell.err()).codePoints().filter(point -> point != '\n'))
                    .noneMatch(point -> Character.isISOControl(point)
                            || Character.getType(point) == Character.FORMAT
                            || point == 0x2028);
        }
    }
}
