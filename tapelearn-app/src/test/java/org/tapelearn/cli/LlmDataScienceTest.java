package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;

/** The bundled environment through the commands, with a model behind a server that knows how to count rows and nothing else. */
class LlmDataScienceTest {
    private static final Pattern TABLE = Pattern.compile("(?m)^(\\w+)(?: : |$)");
    private static final Pattern ROWS = Pattern.compile("(\\d[\\d,]*) rows");

    @TempDir
    private Path folder;

    private final ScriptedChatServer server = ScriptedChatServer.start(LlmDataScienceTest::answer);
    private final TestShell shell = new TestShell(Environments.BUNDLED);

    @AfterEach
    void stop() {
        server.close();
    }

    private static Said answer(Asked asked) {
        if (asked.last().contains("SUCCEEDED:")) {
            return Said.text("{\"operations\": []}");
        }
        if (asked.tools().isEmpty()) {
            return Said.text(
                    "{\"families\": [\"row_count\"], \"category\": \"exploration\", \"difficulty\": \"beginner\"}");
        }
        if (asked.turns().getLast().role().equals("tool")) {
            Matcher rows = ROWS.matcher(asked.last());
            return Said.call("", "submit_answer", "{\"value\": \"%s\"}".formatted(rows.find() ? rows.group(1) : "?"));
        }
        return Said.call("Let me see.", "describe_table", "{\"table\": \"%s\"}".formatted(table(asked.last())));
    }

    /** The table that the task names, of those that the environment shows. */
    private static String table(String told) {
        String task = told.lines().findFirst().orElse("");
        Matcher table = TABLE.matcher(told);
        while (table.find()) {
            if (Pattern.compile("\\b%s\\b".formatted(table.group(1)))
                    .matcher(task)
                    .find()) {
                return table.group(1);
            }
        }
        return "none";
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(shell.out());
    }

    @Test
    void isLearnedAndReportedWithTheSameCommands() throws IOException {
        String store = folder.toString();
        assertThat(shell.run(
                        "learn",
                        "--store",
                        store,
                        "--llm",
                        "openai-compatible:%s/v1#counter".formatted(server.address()),
                        "--budget-tokens",
                        "20000000",
                        "seed_tasks=[Count the rows of tables]",
                        "environment_learner.max_learning_rounds=1",
                        "environment_learner.optimization_rounds_per_cycle=1",
                        "task_generator.enabled=false",
                        "gate.max_pairs=5",
                        "evaluation.test_tasks=40"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("learning data-science with seed 1").contains("unseen data sets");

        assertThat(shell.run("report", "--store", store, "--json"))
                .as(shell.err())
                .isZero();
        JsonNode report = json();
        assertThat(report.path("environment").asText()).isEqualTo("data-science");
        JsonNode counting = report.path("by_family").path("row_count").path("learned");
        assertThat(counting.path("attempts").asInt()).isPositive();
        assertThat(counting.path("success_rate").asDouble()).isGreaterThanOrEqualTo(0.5);

        assertThat(shell.run("run", "How many rows has the table presidents?", "--store", store))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).containsPattern("submitted [0-9]+");
    }
}
