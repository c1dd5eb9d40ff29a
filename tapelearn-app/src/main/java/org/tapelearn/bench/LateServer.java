package org.tapelearn.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tapelearn.tape.ToolCall;

/** A chat server on the loopback that asks for the same call, always after the same time, in OpenAI's protocol. */
final class LateServer implements AutoCloseable {
    private static final int BACKLOG = 4000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] answer;
    private final Duration latency;

    LateServer(ToolCall call, Duration latency) {
        System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(BACKLOG));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.answer = answer(call).toString().getBytes(StandardCharsets.UTF_8);
        this.latency = latency;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    private static ObjectNode answer(ToolCall call) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        call.arguments().forEach(arguments::put);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", "x").put("object", "chat.completion").put("model", "double");
        ObjectNode choice =
                answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "tool_calls");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", "")
                .putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", call.tool())
                .put("arguments", arguments.toString());
        answer.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 10)
                .put("total_tokens", 110);
        return answer;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Thread.sleep(latency);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it is asked: {@code http://127.0.0.1:PORT/v1}. */
    String address() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
