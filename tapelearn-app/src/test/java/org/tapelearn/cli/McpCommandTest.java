package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;

/** The commands with tools of a real server, a script that node runs. */
class McpCommandTest {
    private static final String KEY = "never-to-be-seen";

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell(Environments.BUNDLED);
    private Path servers;
    private Path tasks;

    @BeforeEach
    void writeFiles() throws IOException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "node"))))
                .as("node is needed to run an MCP server")
                .isTrue();
        Path script = folder.resolve("reader.mjs");
        try (InputStream reader = McpCommandTest.class.getResourceAsStream("reader.mjs")) {
            Files.write(script, Objects.requireNonNull(reader).readAllBytes());
        }
        servers = Files.writeString(folder.resolve("servers.json"), """
                {"mcpServers": {"reader": {"command": "node", "args": ["%s", "${FOLDER}"], "env": {"READER_KEY": "%s"},
                                           "tapelearn": {"reset": "folder"}}}}""".formatted(script, KEY));
        tasks = Files.writeString(folder.resolve("tasks.yaml"), """
                seed_tasks:
                  - id: read_code
                    description: "What is the code of the {place}?"
                    difficulty: beginner
                    calls: 2
                    parameters:
                      place: [mill, farm, inn, barn, tower, bridge, well, forge, mine, camp, dock, hall, abbey, kiln, yard]
                      code: {range: [1000, 4999]}
                    setup: {"{place}.txt": "code: {code}", "other.txt": "code: 7777"}
                    check: {answer: "{code}"}
                    partial: [{seen: "{code}", evidence: true}]
                  - {id: be_nice, description: Be nice}
                """);
    }

    private int learn(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "learn",
                "--store",
                folder.resolve("store").toString(),
                "environment_learner.max_learning_rounds=1",
                "environment_learner.optimization_rounds_per_cycle=6",
                "environment_learner.tasks_per_round=12",
                "trajectory_optimizer.trajectories_per_round=10",
                "word_vectors=false",
                "gate.max_pairs=60",
                "evaluation.test_tasks=40"));
        all.addAll(List.of(more));
        return shell.run(all.toArray(String[]::new));
    }

    @Test
    void listsTheToolsThatChangeNothing() {
        assertThat(shell.run("tools", "--mcp", servers.toString()))
                .as(shell.err())
                .isZero();

        assertThat(shell.out())
                .contains("list_files", "read_file\n  Reads a file.\n    path: A file\n")
                .doesNotContain("touch");
        assertThat(shell.err())
                .isEqualToNormalizingWhitespace(
                        "Left out, since they may change something (--allow-writes has them): touch.");
        assertThat(shell.run("tools", "--mcp", servers.toString(), "--allow-writes", "--json"))
                .isZero();
        assertThat(shell.out()).contains("\"touch\"");
    }

    @Test
    void learnsThemAndReportsWhatCannotBeChecked() throws IOException {
        assertThat(learn("--mcp", servers.toString(), "--seeds", tasks.toString(), "--json"))
                .as(shell.err())
                .isZero();

        assertThat(shell.err()).contains("Note: the task (be_nice) has no check and is left out of every figure.");
        String report = shell.out().lines().toList().getLast();
        assertThat(report).contains("\"environment\":\"mcp\"", "\"read_code\"");
        assertThat(shell.run("tapes", "list", "--store", folder.resolve("store").toString()))
                .isZero();
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(KEY);
            }
        }
        assertThat(shell.out() + shell.err()).doesNotContain(KEY);
        assertThat(shell.run(
                        "eval",
                        "--split",
                        "test",
                        "--store",
                        folder.resolve("store").toString()))
                .as(shell.err())
                .isZero();
    }

    @Test
    void draftsChecksFromWordsAndSaysWhoWroteThem() throws IOException {
        Path words = Files.writeString(
                folder.resolve("words.yaml"),
                Files.readString(tasks)
                        .replace(
                                "check: {answer: \"{code}\"}",
                                "success_criteria: [The answer is the code in the file of the place]"));
        Path checks = folder.resolve("checks.json");
        try (ScriptedChatServer server = ScriptedChatServer.start(asked -> Said.text(
                asked.last().contains("What is the code of") && asked.last().contains("- read_file:")
                        ? "{\"check\": {\"answer\": \"{code}\"}}"
                        : "{\"check\": null}"))) {
            String[] draft = {
                "checks",
                "draft",
                "--mcp",
                servers.toString(),
                "--seeds",
                words.toString(),
                "--llm",
                "openai-compatible:%s/v1#drafter".formatted(server.address()),
                "--out",
                checks.toString()
            };
            assertThat(shell.run(draft)).as(shell.err()).isZero();
            assertThat(shell.out())
                    .contains(
                            "read_code: {\"answer\":\"{code}\"}", "be_nice: refused: it does not say when it is done");
            assertThat(shell.run(draft)).isEqualTo(2);
            assertThat(shell.err()).contains("There is a file");
        }
        assertThat(learn(
                        "--mcp",
                        servers.toString(),
                        "--seeds",
                        words.toString(),
                        "--json",
                        "mcp.checks=" + checks,
                        "environment_learner.max_learning_rounds=0"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out().lines().toList().getLast())
                .contains("The check of task (read_code) is not its author's: drafted by ")
                .contains("\"unchecked_seeds\":[{\"description\":\"Be nice\"");
    }

    @Test
    void showsWhatServersSayOnlyWhenDebuggingAndNeverTheirKeys() {
        assertThat(shell.run("tools", "--mcp", servers.toString(), "--debug")).isZero();

        assertThat(shell.err()).contains("debug: server reader: reader: here I am, with key [READER_KEY]");
    }

    @Test
    void sayWhatIsMissing() {
        assertThat(learn("--mcp", servers.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("Name it: --seeds tasks.yaml");
        assertThat(learn("--env", "data-science", "--mcp", servers.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("(--mcp) is for the environment (mcp)", "tapelearn learn --mcp servers.json");
        assertThat(learn("--seeds", tasks.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("is not JSON");
        assertThat(learn("--env", "mcp", "--seeds", tasks.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("Name it: --mcp servers.json");
        assertThat(shell.run("tools")).isEqualTo(2);
        assertThat(shell.err()).contains("or --mcp with a file of servers");
    }
}
