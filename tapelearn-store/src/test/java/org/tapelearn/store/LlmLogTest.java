package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapelearn.learn.SessionSamples.commit;
import static org.tapelearn.learn.SessionSamples.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.Usage;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class LlmLogTest {
    private static final String ID = "s-1";
    private static final List<ToolSpec> TOOLS =
            List.of(new ToolSpec("say", "Says.", List.of(Parameter.text("word", "which")), ToolSpec.Effect.READS));

    @TempDir
    Path folder;

    private SqliteSessionStore store;

    @BeforeEach
    void open() {
        store = SqliteSessionStore.open(folder);
        store.create(session(ID));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static LlmLog.Entry entry(Occasion occasion, long millis, String... words) {
        List<Message> messages = new ArrayList<>(List.of(Message.of(Role.SYSTEM, "Be good.")));
        for (String word : words) {
            messages.add(Message.of(Role.USER, word));
        }
        return new LlmLog.Entry(
                "m",
                new Prompt(messages, TOOLS, Sampling.DEFAULT.withSeed(7), occasion),
                Optional.of(new Completion("yes to " + words.length, List.of(), new Usage(10, 2))),
                "",
                0.25,
                Duration.ofMillis(millis));
    }

    private static String rollout(SessionCommit commit, int at) {
        return commit.rollouts().get(at).rollout().key().id();
    }

    private static Occasion act(String rollout, int number) {
        return new Occasion(Purpose.ACT, rollout, number);
    }

    @Test
    void writesCallsWithTheCommitOfTheirAttempt() {
        SessionCommit first = commit(0, 2, 0);
        SessionCommit second = commit(1, 2, 0);
        LlmLog log = store.llmLog(ID);
        log.add(entry(act(rollout(first, 0), 0), 5, "a"));
        log.add(entry(act(rollout(second, 0), 0), 5, "z"));
        log.add(entry(act(rollout(first, 0), 1), 5, "a", "b", "c"));
        log.add(entry(act(rollout(first, 0), 2), 5, "a", "B"));
        assertThat(store.llmCalls(ID, rollout(first, 0))).isEmpty();

        store.commit(ID, first);

        List<LlmCallRecord> calls = store.llmCalls(ID, rollout(first, 0));
        assertThat(calls).extracting(LlmCallRecord::number).containsExactly(0, 1, 2);
        assertThat(calls)
                .extracting(call ->
                        call.messages().stream().map(Message::text).skip(1).toList())
                .containsExactly(List.of("a"), List.of("a", "b", "c"), List.of("a", "B"));
        assertThat(calls.getFirst().completion().text()).isEqualTo("yes to 1");
        assertThat(calls.getFirst().tools()).contains("\"name\":\"say\"");
        assertThat(calls.getFirst().sampling()).isEqualTo(Sampling.DEFAULT.withSeed(7));
        assertThat(store.llmCalls(ID, rollout(second, 0))).isEmpty();

        store.commit(ID, second);
        assertThat(store.llmCalls(ID, rollout(second, 0))).hasSize(1);
    }

    @Test
    void losesWithAKillTheCallsOfAttemptsThatWereNotWrittenEither() {
        SessionCommit first = commit(0, 1, 0);
        store.llmLog(ID).add(entry(act("explore/9/9/never/0", 0), 5, "a"));
        store.commit(ID, first);
        store.close();
        store = SqliteSessionStore.open(folder);

        assertThat(store.llmCalls(ID, "explore/9/9/never/0")).isEmpty();
        assertThat(store.llmSpent(ID)).isEqualTo(Budget.Spent.NOTHING);
    }

    @Test
    void writesCallsOutsideOfAttemptsWithTheNextCommitAndTheRestWhenFlushed() {
        store.llmLog(ID).add(entry(Occasion.of(Purpose.REFLECT), 5, "why"));
        store.llmLog(ID).add(entry(act("run", 0), 5, "a"));
        store.commit(ID, commit(0, 1, 0));
        assertThat(store.llmCalls(ID, "")).extracting(LlmCallRecord::purpose).containsExactly("reflect");

        store.flushLlmLog(ID);
        assertThat(store.llmCalls(ID, "run")).hasSize(1);
        assertThat(store.llmSpent(ID)).isEqualTo(new Budget.Spent(new Usage(20, 4), 0.5));
    }

    @Test
    void keepsFailuresWithTheirReason() {
        LlmLog.Entry failed = new LlmLog.Entry(
                "m", entry(act("run", 0), 5, "a").prompt(), Optional.empty(), "UNAVAILABLE: down", 0, Duration.ZERO);
        store.llmLog(ID).add(failed);
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, "run"))
                .singleElement()
                .satisfies(call -> assertThat(call.failure()).isEqualTo("UNAVAILABLE: down"))
                .satisfies(call -> assertThat(call.completion()).isEqualTo(Completion.NONE));
    }

    @Test
    void dumpsCallsWithoutTheirLatencies() {
        store.create(session("other"));
        store.llmLog(ID).add(entry(act("run", 0), 5, "a"));
        store.llmLog("other").add(entry(act("run", 0), 999, "a"));
        store.flushLlmLog(ID);
        store.flushLlmLog("other");

        assertThat(store.dump(ID)).isEqualTo(store.dump("other")).contains("\"table\":\"llm_calls\"", "yes to 1");
    }
}
