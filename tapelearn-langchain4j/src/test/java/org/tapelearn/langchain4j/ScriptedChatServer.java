package org.tapelearn.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.tapelearn.langchain4j.FaultPlan.Fault;

/**
 * A chat server on the loopback that answers by a function of what it is asked. It speaks OpenAI's, Anthropic's, Ollama's and
 * Gemini's protocols, whole and streaming, counts requests and tokens, and can fail by plan.
 */
public final class ScriptedChatServer implements AutoCloseable {
    static {
        // Thousands of connections wait at once, and small answers go out at once.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Asked, Said> script;
    private final FaultPlan plan;
    private final Duration latency;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong answerTokens = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private volatile String raw = "";
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();

    /** What was asked: the model, the messages by role and text, the tools' names, and the request as it came. */
    public record Asked(String model, List<Turn> turns, List<String> tools, JsonNode body) {
        public record Turn(String role, String text) {}

        public String last() {
            return turns.getLast().text();
        }
    }

    /** What is answered. */
    public record Said(String text, List<Call> calls, String finish) {
        /** @param arguments as the model writes them, which need not be JSON where the protocol has them as a text */
        public record Call(String name, String arguments) {}

        public static Said text(String text) {
            return new Said(text, List.of(), "stop");
        }

        public static Said call(String text, String name, String arguments) {
            return new Said(text, List.of(new Call(name, arguments)), "stop");
        }
    }

    private record Refused(int status, String body) {}

    private ScriptedChatServer(Function<Asked, Said> script, FaultPlan plan, Duration latency) {
        this.script = script;
        this.plan = plan;
        this.latency = latency;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        server.setExecutor(threads);
        for (Protocol protocol : Protocol.values()) {
            server.createContext(protocol.path(), exchange -> answer(protocol, exchange));
        }
        server.start();
    }

    public static ScriptedChatServer start(Function<Asked, Said> script) {
        return start(script, FaultPlan.NONE, Duration.ZERO);
    }

    public static ScriptedChatServer start(Function<Asked, Said> script, FaultPlan plan, Duration latency) {
        return new ScriptedChatServer(script, plan, latency);
    }

    /** From now on answers every question with this body, as a stream. */
    public void saysRaw(String body) {
        raw = body;
    }

    /** Refuses the next question in these words, which are a provider's own. */
    public void refusesOnce(int status, String body) {
        refusals.add(new Refused(status, body));
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The variables that lead each provider's models here, with a key where one is needed. */
    public Map<String, String> environment(String key) {
        return Map.of(
                "GEMINI_BASE_URL",
                address() + "/v1beta",
                "GEMINI_API_KEY",
                key,
                "OPENAI_BASE_URL",
                address() + "/v1",
                "OPENAI_API_KEY",
                key,
                "ANTHROPIC_BASE_URL",
                address(),
                "ANTHROPIC_API_KEY",
                key,
                "OPENAI_COMPATIBLE_API_KEY",
                key,
                "OLLAMA_BASE_URL",
                address());
    }

    public int requests() {
        return requests.get();
    }

    /** What a provider would have put on the bill: also for answers that were lost on their way. */
    public long promptTokens() {
        return promptTokens.get();
    }

    public long answerTokens() {
        return answerTokens.get();
    }

    public int mostInFlight() {
        return mostInFlight.get();
    }

    /** What was asked, in the order of arrival. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The keys that were sent, each after the header that it came in. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    private void answer(Protocol protocol, HttpExchange exchange) throws IOException {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try (exchange) {
            Fault fault = plan.at(requests.getAndIncrement());
            JsonNode body = Protocol.JSON.readTree(exchange.getRequestBody().readAllBytes());
            keep(exchange);
            if (!latency.isZero()) {
                closed.await(latency.toMillis(), TimeUnit.MILLISECONDS);
            }
            Refused refused = refusals.poll();
            if (refused != null) {
                refuse(exchange, refused.status(), refused.body().getBytes(StandardCharsets.UTF_8));
            } else if (!raw.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                send(exchange, Fault.NONE, List.of(raw), true);
            } else if (!refused(fault, exchange)) {
                say(protocol, exchange, fault, body);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private void keep(HttpExchange exchange) {
        for (String header : List.of("Authorization", "x-api-key", "x-goog-api-key")) {
            String key = exchange.getRequestHeaders().getFirst(header);
            if (key != null) {
                keys.add(header + ": " + key);
            }
        }
    }

    private boolean refused(Fault fault, HttpExchange exchange) throws IOException {
        switch (fault) {
            case RATE_LIMIT -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                refuse(exchange, 429, "rate_limit_exceeded", "Slow down.");
            }
            case BARE_RATE_LIMIT -> refuse(exchange, 429, "rate_limit_exceeded", "Slow down.");
            case QUOTA -> refuse(exchange, 429, "insufficient_quota", "You exceeded your current quota.");
            case SERVER_ERROR -> refuse(exchange, 500, "server_error", "Something broke.");
            case OVERLOADED -> refuse(exchange, 503, "overloaded", "Too busy.");
            case BAD_REQUEST -> refuse(exchange, 400, "invalid_request", "That is no request.");
            case TOO_LONG -> refuse(exchange, 400, "context_length_exceeded", "The maximum context length is 10.");
            case UNAUTHORIZED -> refuse(exchange, 401, "invalid_api_key", "Incorrect key: " + String.join(", ", keys));
            case PAYMENT -> refuse(exchange, 402, "payment_required", "Pay first.");
            case NOT_FOUND -> refuse(exchange, 404, "model_not_found", "No such model.");
            case NONE, TIME_OUT, CUT, DRIP, STALL, EMPTY, MALFORMED -> {
                return false;
            }
        }
        return true;
    }

    private static void refuse(HttpExchange exchange, int status, String code, String words) throws IOException {
        refuse(
                exchange,
                status,
                Protocol.JSON.writeValueAsBytes(Map.of("error", Map.of("type", code, "code", code, "message", words))));
    }

    private static void refuse(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void say(Protocol protocol, HttpExchange exchange, Fault fault, JsonNode body)
            throws IOException, InterruptedException {
        Asked question = protocol.asked(body);
        asked.add(question);
        Said said = script.apply(question);
        long prompt = tokens(body.path("messages").toString()
                + body.path("contents")
                + body.path("tools")
                + body.path("system")
                + body.path("systemInstruction"));
        long answer = tokens(said.text() + said.calls());
        promptTokens.addAndGet(prompt);
        answerTokens.addAndGet(answer);
        boolean streams = protocol.streams(exchange.getRequestURI().getPath(), body);
        List<String> pieces = streams
                ? protocol.events(question.model(), said, prompt, answer)
                : List.of(
                        protocol.answer(question.model(), said, prompt, answer).toString());
        exchange.getResponseHeaders().set("Content-Type", streams ? "text/event-stream" : "application/json");
        send(exchange, fault, pieces, streams);
    }

    private void send(HttpExchange exchange, Fault fault, List<String> pieces, boolean streams)
            throws IOException, InterruptedException {
        OutputStream out = exchange.getResponseBody();
        byte[] whole = String.join("", pieces).getBytes(StandardCharsets.UTF_8);
        switch (fault) {
            case TIME_OUT -> closed.await(20, TimeUnit.SECONDS);
            case EMPTY -> exchange.sendResponseHeaders(200, -1);
            case MALFORMED -> {
                byte[] garbled = (streams ? "data: {\"choices\": [\n\n" : "{\"choices\": [ oops")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, garbled.length);
                out.write(garbled);
            }
            case CUT -> {
                exchange.sendResponseHeaders(200, streams ? 0 : whole.length);
                out.write(whole, 0, whole.length / 2);
                out.flush();
            }
            case STALL -> {
                exchange.sendResponseHeaders(200, whole.length);
                out.write(whole, 0, whole.length / 2);
                out.flush();
                closed.await(20, TimeUnit.SECONDS);
            }
            case DRIP -> {
                exchange.sendResponseHeaders(200, whole.length);
                for (byte each : whole) {
                    out.write(each);
                    out.flush();
                    if (closed.await(20, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
            default -> {
                exchange.sendResponseHeaders(200, streams ? 0 : whole.length);
                for (String piece : pieces) {
                    out.write(piece.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    /** Four bytes a token, as a rough rule. */
    private static long tokens(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / 4 + 1L;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
