package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.langchain4j.FaultPlan.Fault;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.BudgetedLlm;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.Price;
import org.tapelearn.llm.Prompt;

/** What goes wrong between a model and us, over the line. */
@Timeout(120)
class FaultTest {
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMillis(900));
    private static final String ANSWER =
            "An answer that is long enough to be cut in its middle, and to drip for a while.";

    private final TestWaiting waiting = new TestWaiting();

    private static Prompt question(String words) {
        return new Prompt(List.of(Message.of(Role.USER, words)), List.of());
    }

    private static Llm connect(String spec, ScriptedChatServer server, Deadlines deadlines) {
        return Connection.to(ModelSpec.parse(spec), server.environment("key-1"), deadlines);
    }

    private static ScriptedChatServer server(FaultPlan plan) {
        return ScriptedChatServer.start(asked -> Said.text(ANSWER), plan, Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "RATE_LIMIT",
                "BARE_RATE_LIMIT",
                "SERVER_ERROR",
                "OVERLOADED",
                "TIME_OUT",
                "CUT",
                "DRIP",
                "EMPTY",
                "MALFORMED"
            })
    void whatPassesIsTriedAgain(Fault fault) {
        for (String spec : List.of(
                "openai:m",
                "openai:m?stream=yes",
                "anthropic:m",
                "anthropic:m?stream=yes",
                "ollama:m",
                "ollama:m?stream=yes",
                "gemini:m",
                "gemini:m?stream=yes")) {
            try (ScriptedChatServer server = server(FaultPlan.first(fault))) {
                Llm llm = new RobustLlm(connect(spec, server, SHORT), Robustness.DEFAULT, waiting, 1);

                assertThat(llm.complete(question("?")).text()).as(spec).isEqualTo(ANSWER);
                assertThat(server.requests()).as(spec).isEqualTo(2);
            }
        }
        assertThat(waiting.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(fault == Fault.RATE_LIMIT ? 42 : 3));
    }

    /** A caller's own model, which never ends its answer: nobody else would give it up. */
    @Test
    void anAnswerThatACallersModelNeverEndsIsLost() {
        StreamingChatModel mute = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onPartialResponse("It is");
            }
        };
        List<String> told = new ArrayList<>();
        Llm llm = ChatModelLlm.of("mine", mute, Duration.ofMillis(50));

        assertThatThrownBy(() -> llm.complete(question("?"), told::add))
                .isInstanceOf(LlmFailure.class)
                .hasMessageContaining("No whole answer came in time");
        assertThat(told).containsExactly("It is");
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA, REFUSED_ACCESS, limit on spending",
        "UNAUTHORIZED, REFUSED_ACCESS, is not accepted",
        "PAYMENT, REFUSED_ACCESS, Pay at the provider",
        "NOT_FOUND, REFUSED_ACCESS, no such model",
        "BAD_REQUEST, UNAVAILABLE, status 400",
        "TOO_LONG, TOO_LONG, maximum context length"
    })
    void whatDoesNotPassIsAskedOnce(Fault fault, Kind kind, String words) {
        for (String spec : List.of("openai:m", "openai:m?stream=yes", "anthropic:m", "ollama:m")) {
            try (ScriptedChatServer server = server(FaultPlan.always(fault))) {
                Llm llm = new RobustLlm(connect(spec, server, SHORT), Robustness.DEFAULT, waiting, 1);

                assertThatThrownBy(() -> llm.complete(question("?")))
                        .isInstanceOfSatisfying(
                                LlmFailure.class,
                                failure -> assertThat(failure.kind()).as(spec).isEqualTo(kind))
                        .hasMessageContaining(spec.startsWith("ollama") && fault == Fault.UNAUTHORIZED ? "401" : words);
                assertThat(server.requests()).as(spec).isEqualTo(1);
            }
        }
        assertThat(waiting.waits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            anthropic | 400 | limit on spending | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}
            anthropic | 400 | limit on spending | {"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits."}}
            openai    | 400 | limit on spending | {"error":{"message":"Stop.","type":"invalid_request_error","code":"billing_hard_limit_reached"}}
            openai    | 429 | limit on spending | {"error":{"message":"Stop.","type":"insufficient_quota","code":null}}
            openai    | 429 | limit on spending | {"error":{"message":"Stop.","type":"requests","code":"billing_hard_limit_reached"}}
            openai    | 429 | limit on spending | Your credit is used up.
            gemini    | 400 | is not accepted   | {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}
            gemini    | 400 | is not accepted   | [{"error":{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT"}}]
            gemini    | 429 | limit on spending | {"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}
            """)
    void aRefusalOverMoneyOrAKeyRefusesAccess(String provider, int status, String words, String body) {
        for (String spec : List.of(provider + ":m", provider + ":m?stream=yes")) {
            try (ScriptedChatServer server = server(FaultPlan.NONE)) {
                server.refusesOnce(status, body);
                Llm llm = new RobustLlm(connect(spec, server, SHORT), Robustness.DEFAULT, waiting, 1);

                assertThatThrownBy(() -> llm.complete(question("?")))
                        .isInstanceOfSatisfying(
                                LlmFailure.class,
                                failure -> assertThat(failure.kind()).as(spec).isEqualTo(Kind.REFUSED_ACCESS))
                        .hasMessageContaining(words);
                assertThat(server.requests()).as(spec).isEqualTo(1);
            }
        }
        assertThat(waiting.waits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openai    | {"error":{"message":"Rate limit reached. You can increase it: add a payment method to your account.","type":"requests","code":"rate_limit_exceeded"}}
            openai    | {"error":{"message":"Rate limit reached. You can increase it: add a payment method to your account.","type":"requests","code":null}}
            anthropic | {"type":"error","error":{"type":"rate_limit_error","message":"Slow down, or see the billing page."}}
            gemini    | {"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}
            gemini    | {"error":{"code":429,"message":"You exceeded your current quota, see billing.","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"7s"}]}}
            """)
    void aRateLimitThatAdvisesToPayIsTriedAgain(String provider, String body) {
        for (String spec : List.of(provider + ":m", provider + ":m?stream=yes")) {
            try (ScriptedChatServer server = server(FaultPlan.NONE)) {
                server.refusesOnce(429, body);
                Llm llm = new RobustLlm(connect(spec, server, SHORT), Robustness.DEFAULT, waiting, 1);

                assertThat(llm.complete(question("?")).text()).as(spec).isEqualTo(ANSWER);
                assertThat(server.requests()).as(spec).isEqualTo(2);
            }
        }
    }

    @Test
    void aServerThatIsNotThereCountsAsDown() {
        ScriptedChatServer gone = server(FaultPlan.NONE);
        Llm llm = connect("openai:m", gone, SHORT);
        gone.close();

        assertThatThrownBy(() -> llm.complete(question("?")))
                .isInstanceOfSatisfying(LlmFailure.class, failure -> {
                    assertThat(failure.isPassing()).isTrue();
                    assertThat(failure.isBilled()).isFalse();
                })
                .hasMessageContaining("could not be reached");
    }

    @Test
    void aStormGivesTheSameAnswersAsQuietWeather() {
        List<String> quiet = answers(FaultPlan.NONE);
        List<String> stormy = answers(FaultPlan.storm(
                5,
                0.3,
                List.of(
                        Fault.RATE_LIMIT,
                        Fault.BARE_RATE_LIMIT,
                        Fault.SERVER_ERROR,
                        Fault.OVERLOADED,
                        Fault.TIME_OUT,
                        Fault.CUT,
                        Fault.DRIP,
                        Fault.EMPTY,
                        Fault.MALFORMED)));

        assertThat(stormy).hasSize(120).isEqualTo(quiet);
    }

    private List<String> answers(FaultPlan plan) {
        try (ScriptedChatServer server = ScriptedChatServer.start(FaultTest::echo, plan, Duration.ZERO)) {
            Llm llm = new RobustLlm(
                    connect(
                            "openai:m",
                            server,
                            new Deadlines(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2))),
                    Robustness.DEFAULT.withConcurrency(30),
                    waiting,
                    1);
            ConcurrentHashMap<Integer, String> answers = new ConcurrentHashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                int number = i;
                threads.add(Thread.ofVirtual()
                        .start(() -> answers.put(
                                number,
                                llm.complete(question("Question " + number)).text())));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return IntStream.range(0, 120).mapToObj(answers::get).toList();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Said echo(Asked asked) {
        return Said.text("Answer to " + asked.last());
    }

    @Test
    void aBudgetHoldsInAStormOfManyCallsAtOnce() throws InterruptedException {
        long cap = 60_000;
        Budget budget =
                new Budget(new Budget.Caps(Double.POSITIVE_INFINITY, cap, Budget.Caps.NONE.time()), Clock.systemUTC());
        FaultPlan storm = FaultPlan.storm(
                3, 0.3, List.of(Fault.SERVER_ERROR, Fault.CUT, Fault.EMPTY, Fault.MALFORMED, Fault.BARE_RATE_LIMIT));
        try (ScriptedChatServer server = ScriptedChatServer.start(FaultTest::echo, storm, Duration.ofMillis(5))) {
            Llm llm = new RobustLlm(
                    new BudgetedLlm(connect("openai:m", server, Deadlines.DEFAULT), budget, Price.FREE, 100),
                    Robustness.DEFAULT.withConcurrency(50),
                    waiting,
                    1);
            ConcurrentHashMap<Integer, Kind> ends = new ConcurrentHashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        llm.complete(question("word ".repeat(40) + number));
                    } catch (LlmFailure failure) {
                        ends.put(number, failure.kind());
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(ends.values())
                    .as("some calls came too late")
                    .isNotEmpty()
                    .containsOnly(Kind.BUDGET);
            assertThat(budget.spent().usage().total()).isLessThanOrEqualTo(cap);
            assertThat(server.promptTokens() + server.answerTokens())
                    .as("what the server counted")
                    .isPositive()
                    .isLessThanOrEqualTo(budget.spent().usage().total());
        }
    }

    @Test
    void aThousandCallsWaitAtOnce() throws InterruptedException {
        int calls = 1000;
        try (ScriptedChatServer server =
                ScriptedChatServer.start(FaultTest::echo, FaultPlan.NONE, Duration.ofMillis(200))) {
            Llm llm = new RobustLlm(
                    connect("openai:m", server, Deadlines.DEFAULT),
                    Robustness.DEFAULT.withConcurrency(calls),
                    Waiting.REAL,
                    1);
            for (int i = 0; i < 20; i++) {
                llm.complete(question("warm"));
            }
            AtomicInteger answered = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                int number = i;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int turn = 0; turn < 5; turn++) {
                        String words = "Question %d.%d".formatted(number, turn);
                        if (llm.complete(question(words)).text().equals("Answer to " + words)) {
                            answered.incrementAndGet();
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d calls, at most %d at once, in %.2f s: %.0f %% of the ideal%n",
                    answered.get(), server.mostInFlight(), seconds, 100 * 5 * 0.2 / seconds);

            assertThat(answered).hasValue(5 * calls);
            assertThat(server.mostInFlight()).isGreaterThan(calls / 2);
        }
    }

    @Test
    void anEventThatCannotBeReadIsALostAnswerNotAShorterOne() {
        String good = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one \"}}]}\n\n";
        String bad = "data: {\"choices\": oops\n\n";
        try (ScriptedChatServer server = ScriptedChatServer.start(
                asked -> {
                    throw new AssertionError("not asked");
                },
                FaultPlan.NONE,
                Duration.ZERO)) {
            server.saysRaw(good + bad + good + "data: [DONE]\n\n");
            Llm llm = connect("openai:m?stream=yes", server, SHORT);

            assertThatThrownBy(() -> llm.complete(question("?")))
                    .isInstanceOfSatisfying(
                            LlmFailure.class,
                            failure -> assertThat(failure.isPassing()).isTrue())
                    .hasMessageContaining("not in the form of its protocol");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsCleanlyBeforeItsLastEventIsALostAnswer(Protocol protocol) {
        Said said =
                new Said(ANSWER, List.of(new Said.Call("end", "{\"done\": true, \"finishReason\": \"STOP\"}")), "stop");
        List<String> events = protocol.events("m", said, 10, 10);
        String spec = protocol.name().toLowerCase(Locale.ROOT) + ":m?stream=yes";
        for (int come = 1; come < events.size(); come++) {
            isLost(spec, String.join("", events.subList(0, come)));
        }
    }

    @Test
    void aStreamThatGivesNoReasonForItsEndIsALostAnswer() {
        isLost("openai:m?stream=yes", """
                data: {"choices":[{"index":0,"delta":{"content":"Half an"},"finish_reason":""}]}

                data: {"error":{"message":"Out of memory."}}

                data: [DONE]

                """);
    }

    private static void isLost(String spec, String stream) {
        try (ScriptedChatServer server = server(FaultPlan.NONE)) {
            server.saysRaw(stream);
            Llm llm = connect(spec, server, Deadlines.DEFAULT);

            assertThatThrownBy(() -> llm.complete(question("?")))
                    .as(stream)
                    .isInstanceOfSatisfying(LlmFailure.class, failure -> {
                        assertThat(failure.isPassing()).isTrue();
                        assertThat(failure.isBilled()).isTrue();
                    })
                    .hasMessageContaining("ended without its last event");
        }
    }

    /** A port that nobody accepts at takes a few connections, and lets all others wait. */
    @Test
    void aConnectionThatIsNotTakenIsGivenUp() throws IOException {
        Deadlines deadlines = new Deadlines(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(30));
        List<Socket> taken = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                taken.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException isFull) {
                    break;
                }
            }
            Llm llm = Connection.to(
                    ModelSpec.parse("openai-compatible:http://127.0.0.1:%d/v1#m".formatted(full.getLocalPort())),
                    Map.of(),
                    deadlines);
            isGivenUp(llm, false, "could not be reached", deadlines.idle());
        } finally {
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai:m",
                "openai:m?stream=yes",
                "anthropic:m",
                "anthropic:m?stream=yes",
                "ollama:m",
                "ollama:m?stream=yes",
                "gemini:m",
                "gemini:m?stream=yes"
            })
    void anAnswerThatFallsSilentIsGivenUpLongBeforeItsTimeIsOver(String spec) {
        Deadlines deadlines = new Deadlines(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofSeconds(6));
        try (ScriptedChatServer server = server(FaultPlan.always(Fault.STALL))) {
            Llm llm = connect(spec, server, deadlines);
            isGivenUp(llm, true, "said nothing for 400 ms", deadlines.total());
        }
    }

    /** The call fails for now, before a later deadline could have ended it. */
    private static void isGivenUp(Llm llm, boolean billed, String words, Duration before) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> llm.complete(question("?")))
                .isInstanceOfSatisfying(LlmFailure.class, failure -> {
                    assertThat(failure.isPassing()).isTrue();
                    assertThat(failure.isBilled()).isEqualTo(billed);
                })
                .hasMessageContaining(words);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(before);
    }

    @Test
    void aTimeToWaitIsReadInAllItsForms() {
        Clock noon = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

        assertThat(Refusal.pause("7", "", "", noon)).contains(Duration.ofSeconds(7));
        assertThat(Refusal.pause("1.5", "", "", noon)).contains(Duration.ofMillis(1500));
        assertThat(Refusal.pause("7", "350", "", noon)).contains(Duration.ofMillis(350));
        assertThat(Refusal.pause("Sun, 01 Mar 2026 12:01:00 GMT", "", "", noon)).contains(Duration.ofMinutes(1));
        assertThat(Refusal.pause("Sun, 01 Mar 2026 11:00:00 GMT", "", "", noon)).contains(Duration.ZERO);
        assertThat(Refusal.pause("", "", "{\"retryDelay\": \"34.2s\"}", noon)).contains(Duration.ofMillis(34200));
        assertThat(Refusal.pause("soon", "", "", noon)).isEmpty();
    }

    @Test
    void anAnswerThatTheProviderFilteredIsARefusalNotAFailure() {
        Completion answer = ChatModelLlm.of("m", new dev.langchain4j.model.chat.ChatModel() {
                    @Override
                    public dev.langchain4j.model.chat.response.ChatResponse chat(
                            dev.langchain4j.model.chat.request.ChatRequest request) {
                        throw new dev.langchain4j.exception.ContentFilteredException("no");
                    }
                })
                .complete(question("?"));

        assertThat(answer.finish()).isEqualTo(Completion.Finish.REFUSED);
    }
}
