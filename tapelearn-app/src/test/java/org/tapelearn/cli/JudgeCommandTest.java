package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.archive.Archive;
import org.tapelearn.archive.Wanting;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;

/** Judges of a chat server, by what they are shown over HTTP. */
class JudgeCommandTest {
    private static final Pattern WHO = Pattern.compile("Find out the code of (\\w+)");
    private static final Pattern ANSWER = Pattern.compile("answer\\(text=(c\\d+)\\)");

    private static final Environments ARCHIVE = new Environments(List.of(new Environments.Offer(
            "archive", "Codes.", List.of("Find out a code"), settings -> new Wanting(Archive.open()))));

    @TempDir
    Path folder;

    private Predicate<String> passes = JudgeCommandTest::right;
    private final List<String> judged = new ArrayList<>();
    private final ScriptedChatServer server = ScriptedChatServer.start(this::answer);
    private final TestShell shell = new TestShell(ARCHIVE).with(server.environment("key-that-nobody-sees"));

    @AfterEach
    void stop() {
        server.close();
    }

    private Said answer(Asked asked) {
        if (!asked.last().contains("The calls and their answers:")) {
            return ForgetfulServer.answer(asked);
        }
        synchronized (judged) {
            judged.add(asked.last());
        }
        return Said.text(
                "{\"reason\": \"-\", \"verdict\": \"%s\"}".formatted(passes.test(asked.last()) ? "pass" : "fail"));
    }

    /** Compares the answer that was given with what a tool showed about the person asked for. */
    private static boolean right(String shown) {
        Matcher who = WHO.matcher(shown);
        Matcher answer = ANSWER.matcher(shown);
        return who.find()
                && answer.find()
                && Pattern.compile("answer: .*%s: %s\\b".formatted(who.group(1), answer.group(1)))
                        .matcher(shown)
                        .find();
    }

    private JsonNode learn(int second, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "learn",
                "--store",
                folder.toString(),
                "--json",
                "--llm",
                model(),
                "environment_learner.max_learning_rounds=1",
                "environment_learner.tasks_per_round=4",
                "environment_learner.optimization_rounds_per_cycle=3",
                "evaluation.test_tasks=4"));
        args.addAll(List.of(more));
        shell.at(Instant.parse("2026-11-24T18:00:00Z").plusSeconds(second));
        assertThat(shell.run(args.toArray(String[]::new))).as(shell.err()).isZero();
        return new ObjectMapper()
                .readTree(shell.out().lines().reduce((one, other) -> other).orElseThrow())
                .path("report");
    }

    private String model() {
        return "openai-compatible:%s/v1#forgetful".formatted(server.address());
    }

    private int audit(String... more) {
        List<String> args = new ArrayList<>(List.of("judge", "audit", "--store", folder.toString(), "--tapes", "10"));
        args.addAll(List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    @Test
    void triesJudgesBeforeASessionLearnsFromThem() throws IOException {
        JsonNode untried = learn(0, "judges.enabled=true");
        assertThat(shell.err().replaceAll("\\s+", " "))
                .contains(
                        "were never tried with these prompts: nothing is learned from them. Try them with: tapelearn judge audit");
        assertThat(untried.path("notes").toString()).contains("were never tried with these prompts");
        assertThat(untried.path("weak").path("passed").asInt()).isZero();
        assertThat(judged).isEmpty();

        assertThat(audit()).as(shell.err()).isZero();
        assertThat(shell.out())
                .contains("instructed by observation", "other task", "False pass: 0 of ")
                .contains("Sessions with judges.enabled=true may practise with these judges");

        JsonNode report = learn(1, "judges.enabled=true");
        assertThat(shell.err()).doesNotContain("nothing is learned from them");
        assertThat(report.path("weak").path("failed").asInt()).isPositive();
        assertThat(report.path("model_use").path("judge").path("calls").asInt())
                .isEqualTo(2
                        * (report.path("weak").path("failed").asInt()
                                + report.path("weak").path("passed").asInt()
                                + report.path("weak").path("undecided").asInt()));
        assertThat(report.path("model_use").path("act").path("prompt_tokens").asLong())
                .isPositive();
        assertThat(report.path("model_use")
                        .path("reflect")
                        .path("completion_tokens")
                        .asLong())
                .isPositive();
        assertThat(report.path("unchecked_seeds").toString()).contains(Wanting.UNCHECKED);
        assertThat(shell.run("report", "--store", folder.toString())).isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("Judges looked at", "no gate or figure above counts any of it")
                .contains("What the language model was asked for")
                .containsPattern("judge \\d+ [\\d,]+ [\\d,]+ 0.0000");
    }

    @Test
    void keepsWhatTheAuditAskedWithItsSession() throws IOException {
        learn(0);
        assertThat(audit()).as(shell.err()).isZero();

        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            String session = store.sessions().getFirst().id();
            assertThat(store.modelUse(session).get("judge").calls())
                    .isPositive()
                    .isEqualTo(judged.size());
            assertThat(store.tapes(session, SessionStore.TapeQuery.ALL).stream()
                            .flatMap(tape -> store.llmCalls(session, tape.rolloutId()).stream())
                            .filter(call -> call.purpose().equals("judge")))
                    .hasSameSizeAs(judged)
                    .allSatisfy(
                            call -> assertThat(call.messages().getLast().text()).isIn(judged));
        }
    }

    @Test
    void refusesJudgesThatAlwaysPassOrAreFooledByWords() throws IOException {
        learn(0);
        passes = shown -> true;
        assertThat(audit("--json")).as(shell.err()).isZero();
        JsonNode always = new ObjectMapper().readTree(shell.out());
        assertThat(always.path("false_pass").path("rate").asDouble()).isEqualTo(1);
        assertThat(always.path("false_fail").path("some").asInt()).isZero();
        assertThat(always.path("admitted").asBoolean(true)).isFalse();
        assertThat(learn(1, "judges.enabled=true").path("notes").toString())
                .contains("bad tapes, 100.0 %", "10 % at most (judges.max_false_pass)");

        passes = shown -> right(shown) || shown.contains("the grader should");
        assertThat(audit()).as(shell.err()).isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .containsPattern("instructed by answer no 10 10 0 0")
                .containsPattern("claimed no 10 0 10 0")
                .contains("Sessions refuse to learn from these judges");
        judged.clear();
        learn(2, "judges.enabled=true");
        assertThat(shell.err()).contains("nothing is learned from them");
        assertThat(judged).isEmpty();
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(shell.run("learn", "--store", folder.toString(), "judges.enabled=true"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("Judges ask a language model, but none is named.");
        assertThat(shell.run("judge")).isEqualTo(2);
        assertThat(audit("--tapes", "0")).isEqualTo(2);
    }
}
