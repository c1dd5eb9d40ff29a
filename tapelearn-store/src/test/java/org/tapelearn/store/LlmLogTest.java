package org.tapelearn.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tapelearn.learn.SessionSamples.commit;
import static org.tapelearn.learn.SessionSamples.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.error.PrerequisiteException;
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
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.tape.ToolCall;
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
    void countsWhatLostTriesMayHaveTaken() {
        Prompt asked = entry(act("run", 0), 5, "a").prompt();
        LlmLog log = store.llmLog(ID);
        log.lost(asked, new Usage(100, 20), 1);
        log.lost(asked, new Usage(100, 20), 1);
        store.commit(ID, commit(0, 1, 0));
        assertThat(store.llmSpent(ID)).isEqualTo(new Budget.Spent(new Usage(200, 40), 2));

        log.add(entry(act("run", 0), 5, "a"));
        log.lost(asked, new Usage(1, 1), 0.5);
        store.flushLlmLog(ID);
        assertThat(store.llmSpent(ID)).isEqualTo(new Budget.Spent(new Usage(211, 43), 2.75));
        assertThat(store.llmCalls(ID, "run")).hasSize(1);
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

    @Test
    void keepsTheCallsOfManyAttemptsThatCameMixed() {
        LlmLog log = store.llmLog(ID);
        for (int number = 0; number < 40; number++) {
            for (int attempt = 0; attempt < (number < 20 ? 9 : 2); attempt++) {
                log.add(entry(act("run" + attempt, number), 5, "a" + attempt, "b" + number));
            }
        }
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, "run0"))
                .hasSize(40)
                .last()
                .satisfies(call ->
                        assertThat(call.messages()).extracting(Message::text).containsExactly("Be good.", "a0", "b39"))
                .satisfies(call -> assertThat(call.number()).isEqualTo(39))
                .satisfies(call -> assertThat(call.model()).isEqualTo("m"));
        assertThat(store.llmCalls(ID, "run8"))
                .extracting(LlmCallRecord::number)
                .hasSize(20)
                .isSorted();
        assertThat(store.modelUse(ID).get("act").calls()).isEqualTo(20 * 9 + 20 * 2);
    }

    /** Packed while they were made: of a full batch one attempt is written, one goes on, one is never written. */
    @Test
    void takesAttemptsOutOfAPackedBatchOneByOne() throws SQLException {
        SessionCommit first = commit(0, 2, 0);
        SessionCommit second = commit(1, 1, 0);
        LlmLog log = store.llmLog(ID);
        log.add(entry(act(rollout(first, 0), 0), 5, "one ".repeat(7_500)));
        log.add(entry(act(rollout(second, 0), 0), 5, "two ".repeat(7_500)));
        log.add(entry(act("never", 0), 5, "six ".repeat(7_500)));
        for (int number = 0; number < 200; number++) {
            log.add(entry(act(rollout(first, 1), number), 5, "a" + number));
        }
        store.commit(ID, first);
        log.add(entry(act(rollout(second, 0), 1), 5, "two ".repeat(7_500), "on"));
        store.commit(ID, second);
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, rollout(first, 0))).hasSize(1);
        assertThat(store.llmCalls(ID, rollout(first, 1))).hasSize(200);
        assertThat(store.llmCalls(ID, rollout(second, 0)))
                .extracting(LlmCallRecord::number)
                .containsExactly(0, 1);
        assertThat(store.llmCalls(ID, "never")).hasSize(1);
        assertThat(store.modelUse(ID).get("act").calls()).isEqualTo(204);
    }

    @Test
    void keepsWhatIsToldOfAnAttemptAfterItsBatchWasPacked() {
        LlmLog log = store.llmLog(ID);
        String first = "one ".repeat(20_000);
        log.add(entry(act("slow", 0), 5, first));
        for (int number = 0; number < 200; number++) {
            log.add(entry(act("other", number), 5, "a" + number));
        }
        log.add(entry(act("slow", 1), 5, first, "two"));
        log.add(entry(act("slow", 2), 5, first, "two", "yes to 1"));
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, "slow"))
                .extracting(call ->
                        call.messages().stream().map(Message::text).skip(1).toList())
                .containsExactly(List.of(first), List.of(first, "two"), List.of(first, "two", "yes to 1"));
        assertThat(store.llmCalls(ID, "slow"))
                .extracting(call -> call.completion().text())
                .containsExactly("yes to 1", "yes to 2", "yes to 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"quoted\"", "a\\b", "two\nlines", "é ✓ \uD83D\uDE00", "'", "$.x[0]"})
    void findsAttemptsOfAnyName(String name) {
        store.llmLog(ID).add(entry(act("run", 0), 5, "a"));
        store.llmLog(ID).add(entry(act(name, 0), 5, "a"));
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, name)).hasSize(1);
        assertThat(store.dump(ID).lines().filter(line -> line.contains("llm_calls")))
                .hasSize(2);
    }

    @Test
    void keepsManyAttemptsInOneRow() throws SQLException {
        for (int attempt = 0; attempt < 500; attempt++) {
            store.llmLog(ID).add(entry(act("run" + attempt, 0), 5, "It is the same for all. ".repeat(20)));
        }
        store.flushLlmLog(ID);

        assertThat(count("SELECT count(*) FROM llm_batches")).isBetween(2L, 10L);
        assertThat(count("SELECT sum(length(body)) FROM llm_batches"))
                .as("a few bytes for each")
                .isLessThan(500 * 60);
        assertThat(store.llmCalls(ID, "run499")).hasSize(1);
    }

    @Test
    void keepsAMessageOnceHoweverOftenAnAttemptTellsIt() throws SQLException {
        // longer than what deflating looks back at, which would find it again by itself
        String noise = new Random(1)
                .ints(100_000, '!', '~')
                .mapToObj(Character::toString)
                .collect(joining());
        for (int number = 0; number < 50; number++) {
            store.llmLog(ID).add(entry(act("run", number), 5, "step " + number, noise));
        }
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, "run"))
                .hasSize(50)
                .allSatisfy(call -> assertThat(call.messages().getLast().text()).isEqualTo(noise));
        assertThat(count("SELECT sum(length(body)) FROM llm_batches")).isLessThan(120_000);
    }

    @Test
    void keepsALongOpeningThatAttemptsShareOnceASessionAlsoWhenTheStoreIsOpenedAgain() throws SQLException {
        String rules = "Be good. ".repeat(100);
        store.llmLog(ID).add(entry(act("run1", 0), 5, rules));
        store.llmLog(ID).add(entry(act("run2", 0), 5, rules));
        store.llmLog(ID).add(entry(act("run3", 0), 5, "Only here. ".repeat(100)));
        store.flushLlmLog(ID);
        store.close();
        store = SqliteSessionStore.open(folder);
        store.llmLog(ID).add(entry(act("run4", 0), 5, rules));
        store.llmLog(ID).add(entry(act("run5", 0), 5, rules));
        store.flushLlmLog(ID);

        assertThat(count("SELECT count(*) FROM llm_texts")).isEqualTo(1);
        assertThat(count("SELECT sum(size) FROM llm_batches"))
                .as("two that hold the text, one with its own, two that name it")
                .isLessThan(4 * rules.length() + 800);
        assertThat(List.of("run1", "run2", "run4", "run5"))
                .allSatisfy(run -> assertThat(store.llmCalls(ID, run).getFirst().messages())
                        .extracting(Message::text)
                        .containsExactly("Be good.", rules));
    }

    /** A short block is kept as it is, a long one deflated. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5_000})
    void readsBackWhatWasTold(int length) {
        String odd = "\uD800 é \"quoted\" ".repeat(length);
        List<ToolRequest> asked = List.of(
                new ToolRequest("c1", new ToolCall("say", Map.of("word", odd, "to", ""))),
                new ToolRequest("", ToolCall.of("list")),
                ToolRequest.unread("c2", "say", "[1]"));
        List<Message> messages = List.of(
                Message.of(Role.SYSTEM, odd.repeat(20)),
                Message.of(Role.USER, ""),
                Message.asking("I say it.", asked),
                Message.answer("c1", "say", "done"),
                Message.answer("", "", odd),
                Message.of(Role.USER, "done"));
        Sampling sampling = new Sampling(OptionalDouble.of(0.5), OptionalInt.of(9), OptionalLong.empty());
        Completion answer = new Completion("done", asked, new Usage(10, 2), Completion.Finish.CALLS);
        store.llmLog(ID)
                .add(new LlmLog.Entry(
                        "m",
                        new Prompt(messages, List.of(), sampling, act("run", 3)),
                        Optional.of(answer),
                        "",
                        0.25,
                        Duration.ofMillis(5)));
        store.flushLlmLog(ID);

        assertThat(store.llmCalls(ID, "run"))
                .containsExactly(
                        new LlmCallRecord("run", 3, "act", "m", sampling, messages, "[]", answer, "", 0.25, 5));
    }

    @Test
    void leavesTheWorkToOtherThreads() {
        List<Runnable> handed = new ArrayList<>();
        SqliteLlmLog log = new SqliteLlmLog(handed::add);
        for (int number = 0; number < 64; number++) {
            log.add(entry(act("run", number), 5, "a" + number));
        }
        assertThat(handed).hasSize(1);
        handed.getFirst().run();
        log.add(entry(act("other", 0), 5, "b"));

        assertThat(log.take(List.of("run", "other")))
                .flatExtracting(LlmBatch::blocks)
                .extracting(LlmBlock::rollout)
                .containsExactly("run", "other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE llm_batches SET body = zeroblob(length(body))",
                "UPDATE llm_batches SET body = x'00'",
                "UPDATE llm_batches SET size = size - 1",
                "UPDATE llm_batches SET places = '{\"run\":0}'",
                "UPDATE llm_batches SET places = '{\"run\":100000}'",
                "DELETE FROM llm_texts"
            })
    void saysThatABlockIsDamaged(String damage) throws SQLException {
        store.llmLog(ID).add(entry(act("earlier", 0), 5, "a", "long ".repeat(100)));
        store.llmLog(ID).add(entry(act("run", 0), 5, "a", "long ".repeat(100)));
        store.flushLlmLog(ID);
        sql(damage);

        assertThatThrownBy(() -> store.llmCalls(ID, "run"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("the model calls of (run) cannot be read");
    }

    /** Makes the tables of version 4 beside, with what a program of that version wrote. */
    @Test
    void readsCallsOfStoresThatAnEarlierProgramWrote() throws SQLException {
        store.close();
        sql(
                "DROP TABLE llm_blocks",
                "DROP TABLE llm_use",
                "DROP TABLE llm_tools",
                "DROP TABLE imported_calls",
                "DROP TABLE llm_texts",
                "DROP TABLE llm_batches",
                """
                CREATE TABLE llm_tools (seq INTEGER PRIMARY KEY, session INTEGER NOT NULL, body TEXT NOT NULL)""",
                """
                CREATE TABLE llm_calls (seq INTEGER PRIMARY KEY, session INTEGER NOT NULL, commit_index INTEGER NOT NULL,
                    rollout TEXT NOT NULL, number INTEGER NOT NULL, purpose TEXT NOT NULL, model TEXT NOT NULL,
                    sampling TEXT NOT NULL, shared INTEGER NOT NULL, messages TEXT NOT NULL, tools INTEGER, answer TEXT NOT NULL,
                    failure TEXT NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
                    dollars REAL NOT NULL, latency_ms INTEGER NOT NULL)""",
                """
                INSERT INTO llm_tools SELECT 4, seq, '[{"name":"say"}]' FROM sessions""",
                """
                INSERT INTO llm_calls SELECT 1, seq, 0, 'run', 0, 'act', 'm', '{"seed":7}', 0,
                    '[{"role":"user","text":"a \\"b\\""}]', 4, '{"text":"yes","prompt_tokens":10,"completion_tokens":2,"finish":"stop"}',
                    '', 10, 2, 0.25, 5 FROM sessions""",
                """
                INSERT INTO llm_calls SELECT 2, seq, 0, 'run', 1, 'act', 'm', '{}', 1, '[{"role":"user","text":"c"}]', NULL, '',
                    'UNAVAILABLE: down', 0, 0, 0.0, 6 FROM sessions""",
                "DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) > 4");

        store = SqliteSessionStore.open(folder);

        List<LlmCallRecord> calls = store.llmCalls(ID, "run");
        assertThat(calls)
                .extracting(call -> call.messages().stream().map(Message::text).toList())
                .containsExactly(List.of("a \"b\""), List.of("a \"b\"", "c"));
        assertThat(calls).extracting(LlmCallRecord::tools).containsExactly("[{\"name\":\"say\"}]", "[]");
        assertThat(calls).extracting(LlmCallRecord::failure).containsExactly("", "UNAVAILABLE: down");
        assertThat(calls.getFirst().completion().text()).isEqualTo("yes");
        assertThat(calls)
                .extracting(LlmCallRecord::sampling)
                .containsExactly(Sampling.DEFAULT.withSeed(7), Sampling.DEFAULT);
        assertThat(store.llmSpent(ID)).isEqualTo(new Budget.Spent(new Usage(10, 2), 0.25));
    }

    /** A block of a program that knew the schema up to version 6. */
    @Test
    void readsBlocksOfAnEarlierForm() throws SQLException {
        sql("""
                INSERT INTO llm_blocks (session, commit_index, rollout, dictionary, size, body) SELECT seq, 0, 'run', 1, 520,
                    x'783FFAF9C471232E32411182199BE684A31335CA1271070E2248C0E1996C08B4111A38C58995E8E1539E5F040AF58C4CACA164883D988C08\
                049391296A38992287932122E50299D8522E9E44468A6F70A637A06791531CBA99A0D482A38448C92FCF03EAC59D22CC6A63013611A786'
                FROM sessions""");

        Message question = Message.of(Role.USER, "a");
        List<ToolRequest> asked = List.of(new ToolRequest("c1", new ToolCall("say", Map.of("word", "hi"))));
        Sampling seeded = Sampling.DEFAULT.withSeed(7);
        assertThat(store.llmCalls(ID, "run"))
                .containsExactly(
                        new LlmCallRecord(
                                "run",
                                0,
                                "act",
                                "m",
                                seeded,
                                List.of(question),
                                "[]",
                                new Completion("", asked, new Usage(10, 2), Completion.Finish.CALLS),
                                "",
                                0.25,
                                5),
                        new LlmCallRecord(
                                "run",
                                1,
                                "act",
                                "m",
                                seeded,
                                List.of(question, Message.asking("", asked), Message.answer("c1", "say", "hi")),
                                "[]",
                                Completion.NONE,
                                "UNAVAILABLE: down",
                                0,
                                6));
    }

    /** Blocks of a program that knew the schema up to version 7: with a sum, and deflated. */
    @Test
    void readsBlocksOfVersion7() throws SQLException {
        byte[] text = "[[0,\"act\",\"m\",{\"seed\":7},0,[[\"USER\",\"a\"]],\"\",\"UNAVAILABLE: down\",0.0,6]]"
                .getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(text);
        byte[] summed = ByteBuffer.allocate(4 + text.length)
                .putInt((int) sum.getValue())
                .put(text)
                .array();
        Deflater deflater = new Deflater();
        byte[] deflated = Deflated.pack(deflater, text);
        deflater.end();
        sql(block("short", 2, text.length, summed), block("long", 3, text.length, deflated));

        assertThat(List.of("short", "long"))
                .allSatisfy(run -> assertThat(store.llmCalls(ID, run))
                        .containsExactly(new LlmCallRecord(
                                run,
                                0,
                                "act",
                                "m",
                                Sampling.DEFAULT.withSeed(7),
                                List.of(Message.of(Role.USER, "a")),
                                "[]",
                                Completion.NONE,
                                "UNAVAILABLE: down",
                                0,
                                6)));
        assertThat(store.dump(ID)).contains("\"rollout\":\"short\"", "\"rollout\":\"long\"");

        summed[10]++;
        sql("DELETE FROM llm_blocks", block("short", 2, text.length, summed), block("long", 9, text.length, deflated));
        assertThat(List.of("short", "long"))
                .allSatisfy(run -> assertThatThrownBy(() -> store.llmCalls(ID, run))
                        .isInstanceOf(PrerequisiteException.class)
                        .hasMessageContaining("the model calls of (%s) cannot be read", run));
    }

    private static String block(String rollout, int form, int size, byte[] body) {
        return """
                INSERT INTO llm_blocks (session, commit_index, rollout, dictionary, size, body) SELECT seq, 0, '%s', %d, %d, x'%s'
                FROM sessions""".formatted(rollout, form, size, HexFormat.of().formatHex(body));
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
