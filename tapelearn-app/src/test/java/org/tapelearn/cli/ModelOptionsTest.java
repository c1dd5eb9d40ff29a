package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.FaultPlan;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.Forecast;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.store.SqliteSessionStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ModelOptionsTest {
    private static final String KEY = "sk-very-secret-4711";
    private static final Prompt QUESTION =
            new Prompt(List.of(Message.of(Message.Role.USER, "How are you?")), List.of());

    @TempDir
    Path folder;

    /** A command that takes the options, and nothing else. */
    @Command
    private static final class Asking {
        @Mixin
        private ModelOptions models = new ModelOptions();
    }

    private static ModelOptions options(String... args) {
        Asking asking = new Asking();
        new CommandLine(asking).parseArgs(args);
        return asking.models;
    }

    private static ModelAccess open(ModelOptions options, Map<String, String> variables, LlmLog log) {
        Settings.LlmKeys keys = new ConfigLoader(List.of("archive"))
                .load(Optional.empty(), List.of())
                .llm();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Shell shell = new Shell(nowhere, nowhere, variables, false, Clock.systemUTC(), new Environments(List.of()));
        return ModelAccess.open(shell, options, keys, Budget.Spent.NOTHING, 1, log);
    }

    private static ScriptedChatServer server(FaultPlan plan) {
        return ScriptedChatServer.start(asked -> Said.text("fine"), plan, java.time.Duration.ZERO);
    }

    @Test
    void recordsAndReplaysWithoutTheServer() {
        String file = folder.resolve("answers.jsonl").toString();
        try (ScriptedChatServer server = server(FaultPlan.NONE);
                ModelAccess access = open(
                        options("--llm", "openai:gpt-4o-mini", "--record", file),
                        server.environment(KEY),
                        entry -> {})) {
            assertThat(access.llm().complete(QUESTION).text()).isEqualTo("fine");
            assertThat(server.requests()).isEqualTo(1);
        }
        try (ModelAccess replay = open(options("--replay", file), Map.of(), entry -> {})) {
            assertThat(replay.llm().name()).isEqualTo("gpt-4o-mini");
            assertThat(replay.llm().complete(QUESTION).text()).isEqualTo("fine");
        }
    }

    @Test
    void holdsItsBudgetAndSaysWithWhichOptionToGiveMore() {
        try (ScriptedChatServer server = server(FaultPlan.NONE);
                ModelAccess access = open(
                        options("--llm", "openai:gpt-4o-mini", "--budget-tokens", "100"),
                        server.environment(KEY),
                        entry -> {})) {
            assertThatThrownBy(() -> access.llm().complete(QUESTION))
                    .isInstanceOfSatisfying(
                            LlmFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.BUDGET))
                    .hasMessageContaining("--budget-tokens");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void forecastsWithThePriceOfTheTable() {
        try (ModelAccess access =
                open(options("--llm", "openai:gpt-4o-mini"), Map.of("OPENAI_API_KEY", KEY), entry -> {})) {
            assertThat(access.forecast(new Forecast(100, 10, 0, 900, 100))).endsWith("of gpt-4o-mini: about $0.20.");
        }
    }

    @Test
    void needsAPriceForABudgetInDollars() {
        assertThatThrownBy(() -> open(
                        options("--llm", "openai:brand-new", "--budget-usd", "1"),
                        Map.of("OPENAI_API_KEY", KEY),
                        entry -> {}))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(brand-new)")
                .hasMessageContaining("--prices");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() ->
                        open(options("--llm", "openai:m", "--record", "a", "--replay", "b"), Map.of(), entry -> {}))
                .hasMessageContaining("do not go together");
        assertThatThrownBy(() -> open(options("--budget-usd", "1"), Map.of(), entry -> {}))
                .hasMessageContaining("--llm openai:gpt-4o-mini");
        assertThatThrownBy(() -> open(
                        options("--llm", "openai:m", "--concurrency", "0"), Map.of("OPENAI_API_KEY", KEY), entry -> {}))
                .hasMessageContaining("--concurrency");
        assertThatThrownBy(() -> open(options("--llm", "openai:m"), Map.of(), entry -> {}))
                .hasMessageContaining("export OPENAI_API_KEY=");
    }

    @Test
    void leavesTheKeyNowhere() throws IOException {
        StringWriter traces = new StringWriter();
        FaultPlan refusing = number -> number == 0 ? FaultPlan.Fault.NONE : FaultPlan.Fault.UNAUTHORIZED;
        try (ScriptedChatServer server = server(refusing);
                SqliteSessionStore store = SqliteSessionStore.open(folder.resolve("store"))) {
            store.create(new SessionRecord("s", "world", 1, "{}", "running", 0, ""));
            try (ModelAccess access = open(
                    options(
                            "--llm",
                            "openai:gpt-4o-mini",
                            "--record",
                            folder.resolve("answers.jsonl").toString()),
                    server.environment(KEY),
                    store.llmLog("s"))) {
                access.llm().complete(QUESTION);
                assertThatThrownBy(() -> access.llm()
                                .complete(new Prompt(List.of(Message.of(Message.Role.USER, "And now?")), List.of())))
                        .satisfies(failure -> failure.printStackTrace(new PrintWriter(traces)));
            }
            store.flushLlmLog("s");
            assertThat(server.keys()).hasSize(2).allMatch(key -> key.endsWith(KEY));
            assertThat(store.llmCalls("s", "")).hasSize(2);
        }
        assertThat(traces.toString()).contains("Incorrect key").doesNotContain(KEY);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(KEY));
        }
    }
}
