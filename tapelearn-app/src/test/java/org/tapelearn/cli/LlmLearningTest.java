package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.archive.Archive;
import org.tapelearn.langchain4j.FaultPlan;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Step;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;

class LlmLearningTest {
    private static final Environments ARCHIVE = new Environments(List.of(
            new Environments.Offer("archive", "Codes.", List.of("Find out a code"), settings -> Archive.open())));

    private static final List<String> SMALL =
            List.of("environment_learner.max_learning_rounds=1", "evaluation.test_tasks=20");

    @TempDir
    Path folder;

    private ScriptedChatServer server = ForgetfulServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private TestShell shell() {
        return new TestShell(ARCHIVE)
                .with(server.environment("key-that-nobody-sees"))
                .at(Instant.parse("2026-11-24T18:00:00Z"));
    }

    private int learn(TestShell shell, Path store, String... more) {
        List<String> args = new ArrayList<>(List.of("learn", "--store", store.toString()));
        args.addAll(SMALL);
        args.addAll(List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    private static JsonNode report(TestShell shell) throws IOException {
        JsonNode last = new ObjectMapper()
                .readTree(shell.out().lines().reduce((one, other) -> other).orElseThrow());
        return last.path("report");
    }

    private static double rate(JsonNode report, String side) {
        return report.path(side).path("success_rate").asDouble();
    }

    private String compatible() {
        return "openai-compatible:%s/v1#forgetful".formatted(server.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai:forgetful", "anthropic:forgetful", "ollama:forgetful"})
    void learnsInContextOverEveryProtocol(String model) throws IOException {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", model, "--json"))
                .as(shell.err())
                .isZero();
        JsonNode report = report(shell);
        assertThat(rate(report, "base")).isLessThan(0.3);
        assertThat(rate(report, "learned")).isGreaterThan(0.8);
        assertThat(report.path("insights").toString()).contains("begin with catalogue, not with open");
        assertThat(shell.out()).contains("\"forecast\"").contains("\"tokens\"").doesNotContain("key-that-nobody-sees");
        assertThat(server.asked().stream().skip(1))
                .allMatch(asked -> asked.last().contains("SUCCEEDED:")
                        || asked.tools().equals(List.of("catalogue", "open", "answer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory_warmer.recall=false", "memory_warmer.shuffle_pairs=true"})
    void gainsNothingInTheControls(String control) throws IOException {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible(), "--json", control))
                .as(shell.err())
                .isZero();
        assertThat(report(shell).path("gate").path("committed").asInt()).isZero();
        assertThat(rate(report(shell), "learned")).isLessThan(0.3);
    }

    @Test
    void saysWhatItMayTakeBeforeTheFirstCallAndWhatItTookSoFar() {
        TestShell shell = shell();
        List<Boolean> said = Collections.synchronizedList(new ArrayList<>());
        server.close();
        server = ScriptedChatServer.start(asked -> {
            said.add(shell.out().contains("At most"));
            return ForgetfulServer.answer(asked);
        });
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        assertThat(said).isNotEmpty().doesNotContain(false);
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("At most 248 attempts x 14 calls and 8 calls to think about them, each of about")
                .containsPattern("round 1/1 gate .* · [0-9,]+k tokens");
    }

    @Test
    void pausesAtItsCapAndGoesOnWithMore() {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible(), "--budget-tokens", "60000"))
                .isEqualTo(3);
        assertThat(shell.err()).contains("tapelearn resume 20261124-180000-s1");
        assertThat(shell.out()).contains("The budget of 60,000 tokens is reached");

        assertThat(shell.run("resume", "--store", folder.toString()))
                .as("the cap is the session's")
                .isEqualTo(3);
        assertThat(shell.out()).contains("The budget of 60,000 tokens is reached");
        assertThat(server.promptTokens() + server.answerTokens()).isLessThanOrEqualTo(60_000);

        assertThat(shell.run("resume", "--store", folder.toString(), "--budget-tokens", "90000000"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("unseen data sets (20)");
    }

    @Test
    void namesTheOptionOfABudgetBelowNothing() {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible(), "--budget-tokens", "-1"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("A budget is 0 or more, but (--budget-tokens) was (-1).");
    }

    @Test
    void countsWhatLostTriesMayHaveTakenAlsoAfterAResume() {
        server.close();
        server = ScriptedChatServer.start(
                ForgetfulServer::answer,
                number -> number % 10 == 5 ? FaultPlan.Fault.CUT : FaultPlan.Fault.NONE,
                Duration.ZERO);
        TestShell shell = shell();
        String[] capped = {"--llm", compatible(), "--budget-tokens", "60000"};
        assertThat(learn(shell, folder, capped)).isEqualTo(3);
        int asked = server.requests();

        assertThat(shell.run("resume", "--store", folder.toString())).isEqualTo(3);
        assertThat(server.requests() - asked).as("next to nothing was left").isLessThan(5);
        assertThat(server.promptTokens() + server.answerTokens()).isLessThanOrEqualTo(60_000);
    }

    @Test
    void saysHowToGoOnWhereTheKeyIsRefused() {
        server.close();
        server = ScriptedChatServer.start(
                ForgetfulServer::answer,
                number -> number < 20 ? FaultPlan.Fault.NONE : FaultPlan.Fault.UNAUTHORIZED,
                Duration.ZERO);
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", "openai:forgetful")).isEqualTo(2);
        assertThat(shell.err())
                .contains("The session is saved. Go on with: tapelearn resume 20261124-180000-s1")
                .doesNotContain("key-that-nobody-sees")
                .doesNotContain("Exception");
    }

    @Test
    void replaysARecordedSessionByteForByte() throws IOException {
        Path record = folder.resolve("calls.jsonl");
        TestShell shell = shell();
        Path store = folder.resolve("store");
        assertThat(learn(shell, store, "--llm", compatible(), "--record", record.toString()))
                .as(shell.err())
                .isZero();
        int asked = server.requests();
        Path recorded = Files.move(store, folder.resolve("recorded"));
        assertThat(learn(shell, store, "--llm", compatible(), "--replay", record.toString()))
                .as(shell.err())
                .isZero();
        assertThat(server.requests()).isEqualTo(asked);
        assertThat(dump(store)).hasSizeGreaterThan(100_000).isEqualTo(dump(recorded));
        assertThat(Files.readString(record)).doesNotContain("key-that-nobody-sees");
    }

    private static String dump(Path store) {
        try (SqliteSessionStore opened = SqliteSessionStore.open(store)) {
            return opened.dump("20261124-180000-s1");
        }
    }

    @Test
    void letsEachVersionDoATaskAndRollsBack() {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        String task = "Find out the code of Ada";

        assertThat(shell.run("run", task, "--version", "v1", "--store", folder.toString()))
                .as(shell.err())
                .isZero();
        assertThat(shell.out())
                .contains("catalogue(person=Ada)")
                .containsPattern("I follow \\[i[0-9a-z]+]")
                .contains("by v1; nothing checked it");

        assertThat(shell.run("rollback", "--to", "v0", "--store", folder.toString()))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("In force in 20261124-180000-s1: v0 (before: v1).");
        assertThat(shell.run("run", task, "--store", folder.toString())).isZero();
        assertThat(shell.out()).contains("by v0; nothing checked it").doesNotContain("I follow");
        assertThat(shell.run("rollback", "--to", "v9", "--store", folder.toString()))
                .isEqualTo(2);
        assertThat(shell.err()).contains("keeps no version (v9), only: v0, v1.");
    }

    @Test
    void printsTheTextOfAModelThatStreamsWhileItDoesATask() {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        String[] run = {"run", "Find out the code of Ada", "--store", folder.toString(), "--llm"};

        assertThat(shell.run(with(run, compatible() + "?stream=yes")))
                .as(shell.err())
                .isZero();
        assertThat(shell.err()).containsPattern("I follow \\[i[0-9a-z]+]");
        assertThat(shell.run(with(run, compatible() + "?stream=yes", "--quiet")))
                .isZero();
        assertThat(shell.err()).doesNotContain("I follow");
        assertThat(shell.run(with(run, compatible()))).isZero();
        assertThat(shell.err()).doesNotContain("I follow");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void exportsWhatTheModelWasSentAndAnswered() throws IOException {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        for (String format : List.of("trl-preference", "openai-preference", "trl-sft", "openai-sft", "atif")) {
            Path out = folder.resolve(format + ".jsonl");
            String[] export = {"export", "--format", format, "--out", out.toString(), "--store", folder.toString()};
            assertThat(shell.run(export)).as(shell.err()).isZero();
            assertThat(shell.out())
                    .containsPattern("[1-9][0-9]* rows? of [1-9][0-9]* tasks? written to ")
                    .contains("rebuilt from tapes 0");
            assertThat(shell.out().contains("its task is of another split")).isEqualTo(!format.endsWith("preference"));
            assertThat(Files.readString(out))
                    .contains("catalogue")
                    .contains("data-")
                    .doesNotContain("key-that-nobody-sees");
            assertThat(shell.run(export)).isEqualTo(2);
            assertThat(shell.err()).contains("is there already and stays as it is");
        }
        String[] words = {"export", "--format", "sharegpt", "--out", "x", "--store", folder.toString()};
        assertThat(shell.run(words)).isEqualTo(2);
        assertThat(shell.err()).contains("the format has no place for words beside a call");
        String[] wrong = {"export", "--format", "openai-preference", "--pairs", "trajectories", "--out", "x"};
        assertThat(shell.run(wrong)).isEqualTo(2);
        assertThat(shell.err()).contains("takes one message a side");
    }

    @Test
    void exportsACallLogWhoseCallsTheStepsName() {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        Path log = folder.resolve("tapedata.sqlite");
        assertThat(shell.run("tapes", "export", "--out", log.toString(), "--store", folder.toString()))
                .as(shell.err())
                .isZero();
        Map<String, ModelCall> calls = new HashMap<>();
        new TapeFile(log).visitCalls((call, size) -> calls.put(call.promptId(), call));
        List<Step> asked = new TapeFile(log)
                .read().stream()
                        .flatMap(tape -> tape.steps().stream())
                        .filter(step -> !step.metadata().llm().isEmpty())
                        .toList();
        assertThat(asked).hasSizeGreaterThan(100);
        for (Step step : asked) {
            ModelCall call = calls.get(step.metadata().promptId());
            assertThat(call).as("%s", step.metadata()).isNotNull();
            assertThat(call.llm().path("model_name").asText()).isEqualTo("forgetful");
            assertThat(call.promptTokens().orElse(0)).isPositive();
            assertThat(call.prompt().path("messages").path(0).path("role").asText())
                    .isEqualTo("system");
            if (step instanceof Step.Action action) {
                assertThat(call.output().path("tool_calls").findValuesAsText("name"))
                        .contains(action.call().tool());
            }
        }
        String tape = asked.getLast().metadata().promptId().split("#", -1)[0];
        assertThat(shell.run("tapes", "show", tape, "--calls", "--full", "--store", folder.toString()))
                .isZero();
        assertThat(shell.out())
                .containsSubsequence("model call " + tape + "#", "       system: ", "       answer: ", "tool_call  ")
                .doesNotContain("key-that-nobody-sees");
        assertThat(shell.run("tapes", "grep", "^answer: ", "--calls", "--limit", "3", "--store", folder.toString()))
                .isZero();
        assertThat(shell.out()).contains("#", ": model call: answer: ", "The first 3 of ");
    }

    @Test
    void forksWithItsOwnModelAndWithAnother() throws IOException {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible())).as(shell.err()).isZero();
        String base = failure(shell);

        assertThat(fork(shell, base)).as(shell.err()).isZero();
        assertThat(shell.out()).contains("now:    finished; success");
        assertThat(fork(shell, base, "--version", "base")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("-at-3-v0").contains("now:    finished; failure");

        int before = server.asked().size();
        String other = "openai-compatible:%s/v1#vendor/other".formatted(server.address());
        assertThat(fork(shell, base, "--llm", other, "--json")).as(shell.err()).isZero();
        JsonNode fork = new ObjectMapper().readTree(shell.out());
        assertThat(fork.path("version").asText()).isEqualTo("v1-vendor/other");
        assertThat(fork.path("new").asBoolean()).isTrue();
        assertThat(fork.path("parent_id").asText()).isEqualTo(base);
        assertThat(server.asked().stream().skip(before))
                .isNotEmpty()
                .allMatch(asked -> asked.model().equals("vendor/other"));
        int asked = server.asked().size();
        assertThat(fork(shell, base, "--llm", other)).isZero();
        assertThat(shell.out()).contains("was there already");
        assertThat(server.asked()).hasSize(asked);

        String id = fork.path("id").asText();
        assertThat(shell.run("tapes", "show", id, "--calls", "--store", folder.toString()))
                .isZero();
        assertThat(shell.out()).contains("model call " + id + "#").contains(": vendor/other, ");
        assertThat(fork(shell, base, "--budget-tokens", "1", "--llm", compatible() + "2"))
                .isNotZero();
        assertThat(shell.err()).contains("budget of 1 token").doesNotContain("\tat ");
    }

    @Test
    void goesOnWhereAPolicyFailed() throws IOException {
        TestShell shell = shell();
        assertThat(learn(shell, folder, "policy=random")).as(shell.err()).isZero();
        String failed = failure(shell);
        assertThat(fork(shell, failed)).as(shell.err()).isZero();
        assertThat(server.asked()).isEmpty();
        assertThat(fork(shell, failed, "--llm", compatible(), "--json"))
                .as(shell.err())
                .isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).path("version").asText())
                .endsWith("-forgetful");
        assertThat(server.asked()).isNotEmpty();
    }

    private String failure(TestShell shell) throws IOException {
        assertThat(shell.run(
                        "tapes",
                        "list",
                        "--phase",
                        "test-base",
                        "--outcome",
                        "failure",
                        "--json",
                        "--store",
                        folder.toString()))
                .isZero();
        return new ObjectMapper().readTree(shell.out()).path(0).path("id").asText();
    }

    private int fork(TestShell shell, String tape, String... more) {
        List<String> args = new ArrayList<>(List.of("fork", tape, "--at", "3", "--store", folder.toString()));
        args.addAll(List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    @Test
    void showsThePromptsAndTheSmallDefaults() throws IOException {
        Path prompts = Files.createDirectory(folder.resolve("prompts"));
        Files.writeString(prompts.resolve("guidance.txt"), "The catalogue is right.");
        TestShell shell = shell();
        assertThat(shell.run("config", "--prompts", "llm.prompts=" + prompts)).isZero();
        assertThat(shell.out()).contains("--- system.txt").contains("The catalogue is right.");
        assertThat(shell.run("config", "--llm", "ollama:phi3")).isZero();
        assertThat(shell.out())
                .contains("policy: llm")
                .contains("model: ollama:phi3")
                .contains("max_pairs: 40")
                .contains("recall: true");
    }

    @Test
    void readsTheUsersOwnPrompts() throws IOException {
        Path prompts = Files.createDirectory(folder.resolve("prompts"));
        Files.writeString(prompts.resolve("guidance.txt"), "The catalogue is right.");
        TestShell shell = shell();
        learn(shell, folder, "--llm", compatible(), "--budget-tokens", "20000", "llm.prompts=" + prompts);
        assertThat(server.asked().get(1).turns().getFirst().text()).endsWith("The catalogue is right.");
        try (SessionStore store = SqliteSessionStore.open(folder)) {
            assertThat(store.sessions().getFirst().configuration()).contains(prompts.toString());
        }
    }

    @Test
    void refusesPromptsBeforeItAnnouncesTheSession() throws IOException {
        Path prompts = Files.createDirectory(folder.resolve("prompts"));
        Files.writeString(prompts.resolve("task.txt"), "Do {{task}}. {{opening}}");
        TestShell shell = shell();
        assertThat(learn(shell, folder, "--llm", compatible(), "llm.prompts=" + prompts))
                .isEqualTo(ExitCode.USER_MUST_ACT);
        assertThat(shell.err()).contains("{{memory}}");
        assertThat(shell.out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }
}
