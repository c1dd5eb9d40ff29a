package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.env.tools.mcp.NpmServers;
import org.tapelearn.langchain4j.ScriptedChatServer;

/** A model behind a server learns, through the commands, the tools of the real file-system server. */
class LlmMcpTest {
    private static final String SESSION = "20261124-180000-s1";
    private static final String MORE = "90000000";

    @TempDir
    private Path folder;

    private final ScriptedChatServer server = ScriptedChatServer.start(GuessingServer::answer);
    private final TestShell shell = new TestShell(Environments.BUNDLED)
            .with(server.environment("key"))
            .at(Instant.parse("2026-11-24T18:00:00Z"));
    private Path servers;
    private Path tasks;

    @BeforeEach
    void writeFiles() throws IOException {
        servers = Files.writeString(folder.resolve("servers.json"), """
                {"mcpServers": {"files": {"command": "node", "args": ["%s", "${FOLDER}"],
                    "tapelearn": {"allow": ["list_directory", "read_text_file"], "reset": "folder"}}}}""".formatted(NpmServers.script("filesystem")));
        tasks = Files.writeString(folder.resolve("tasks.yaml"), """
                seed_tasks:
                  - id: read_code
                    description: "What is the code of the {place} at number {number}?"
                    difficulty: beginner
                    calls: 3
                    parameters:
                      place: [mill, farm, inn, barn, tower, bridge, well, forge, mine, camp, dock, hall, abbey, kiln, yard]
                      number: {range: [10, 999]}
                      shelf: {range: [100, 999]}
                      code: {range: [1000, 4999]}
                    setup: {"{place}-{shelf}.txt": "code: {code}", "attic-{shelf}.txt": "code: 7777"}
                    check: {answer: "{code}"}
                    partial: [{seen: "{code}", evidence: true}]
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> arguments(Path store, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "learn",
                "--store",
                store.toString(),
                "--mcp",
                servers.toString(),
                "--seeds",
                tasks.toString(),
                "llm.concurrency=4",
                "environment_learner.max_learning_rounds=1",
                "gate.max_pairs=30",
                "evaluation.test_tasks=30"));
        all.addAll(List.of(more));
        if (!all.contains("--llm")) {
            all.addAll(List.of("--llm", "openai-compatible:%s/v1#scripted".formatted(server.address())));
        }
        return all;
    }

    private int learn(Path store, String... more) {
        return shell.run(arguments(store, more).toArray(String[]::new));
    }

    private JsonNode report(Path store) throws IOException {
        assertThat(shell.run("report", "--store", store.toString(), "--json"))
                .as(shell.err())
                .isZero();
        return new ObjectMapper().readTree(shell.out());
    }

    private static double rate(JsonNode report, String side) {
        return report.path(side).path("success_rate").asDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai:scripted", "anthropic:scripted", "ollama:scripted"})
    void learnsToLookBeforeItReads(String model) throws IOException {
        assertThat(learn(folder, "--llm", model)).as(shell.err()).isZero();

        JsonNode report = report(folder);
        assertThat(rate(report, "base")).isLessThan(0.3);
        assertThat(rate(report, "learned")).isGreaterThan(0.8);
        assertThat(report.path("gate").path("committed").asInt()).isEqualTo(1);
        assertThat(report.path("insights").toString()).contains("begin with list_directory, not with read_text_file");
        assertThat(server.asked())
                .allMatch(asked -> asked.last().contains("SUCCEEDED:")
                        || asked.tools().equals(List.of("read_text_file", "list_directory", "submit_answer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory_warmer.recall=false", "memory_warmer.shuffle_pairs=true"})
    void gainsNothingInTheControls(String control) throws IOException {
        assertThat(learn(folder, control)).as(shell.err()).isZero();

        JsonNode report = report(folder);
        assertThat(report.path("gate").path("committed").asInt()).isZero();
        assertThat(rate(report, "learned")).isLessThan(0.3);
    }

    @Test
    void goesOnAfterACapAndAfterAKillAndLeavesNoServerBehind() throws Exception {
        assertThat(learn(folder, "--budget-tokens", "60000")).as(shell.err()).isEqualTo(3);
        assertThat(shell.err()).contains("tapelearn resume " + SESSION);

        Process learning = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.tapelearn.cli.Main",
                        "resume",
                        "--store",
                        folder.toString(),
                        "--json",
                        "--budget-tokens",
                        MORE)
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        List<ProcessHandle> nodes;
        try (var lines = learning.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains("\"phase\":\"gate\"")) {
                line = lines.readLine();
            }
            assertThat(line).as(Files.readString(folder.resolve("err.txt"))).isNotNull();
            nodes = learning.descendants().toList();
            learning.destroyForcibly().waitFor();
        }
        assertThat(nodes).isNotEmpty();
        for (ProcessHandle node : nodes) {
            node.onExit().get(20, TimeUnit.SECONDS);
        }

        assertThat(shell.run("resume", "--store", folder.toString(), "--budget-tokens", MORE))
                .as(shell.err())
                .isZero();
        JsonNode report = report(folder);
        assertThat(rate(report, "base")).isLessThan(0.3);
        assertThat(rate(report, "learned")).isGreaterThan(0.8);
    }
}
