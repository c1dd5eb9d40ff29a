package org.tapelearn.env.tools.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server's process as a transport of the MCP SDK. Its end is known at once, so that no call waits in vain; it has the environment
 * that it is given and no more; and its error output goes to the debug log.
 */
final class ServerProcess implements McpClientTransport {
    private static final int LONGEST_MESSAGE = 32_000_000;
    private static final int LONGEST_LINE_OF_LOG = 2_000;
    private static final long GRACE_MILLIS = 1_000;

    private final ProcessBuilder builder;
    private final McpJsonMapper mapper;
    private final Consumer<String> log;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Process process;

    /** Will start a process when connected; {@code log} takes the lines of its error output. */
    ServerProcess(ProcessBuilder builder, McpJsonMapper mapper, Consumer<String> log) {
        this.builder = builder;
        this.mapper = mapper;
        this.log = log;
    }

    /** Done when the process has ended or speaks no more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public List<String> protocolVersions() {
        return List.of("2024-11-05", "2025-03-26", "2025-06-18");
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> start(handler));
    }

    private synchronized void start(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try {
            Process started = builder.start();
            process = started;
            Thread.ofPlatform()
                    .daemon()
                    .name("mcp-server-output")
                    .start(() -> readMessages(started.getInputStream(), handler));
            Thread.ofPlatform().daemon().name("mcp-server-log").start(() -> readLog(started.getErrorStream()));
        } catch (IOException refused) {
            ended.complete(null);
            throw new UncheckedIOException(refused);
        }
    }

    private void readMessages(InputStream output, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = line(reader, LONGEST_MESSAGE); line != null; line = line(reader, LONGEST_MESSAGE)) {
                read(line, handler);
            }
        } catch (IOException broken) {
            log.accept("output ended: " + broken.getMessage());
        } finally {
            ended.complete(null);
        }
    }

    private void read(String line, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try {
            JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(mapper, line);
            handler.apply(Mono.just(message)).subscribe(taken -> {}, failed -> log.accept("not taken: " + failed));
        } catch (IOException | RuntimeException noMessage) {
            log.accept("no message: " + line.substring(0, Math.min(line.length(), LONGEST_LINE_OF_LOG)));
        }
    }

    private void readLog(InputStream errors) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
            for (String line = line(reader, LONGEST_MESSAGE); line != null; line = line(reader, LONGEST_MESSAGE)) {
                log.accept(line.substring(0, Math.min(line.length(), LONGEST_LINE_OF_LOG)));
            }
        } catch (IOException ended) {
            log.accept("error output ended");
        }
    }

    /** Reads a line of limited length; null at the end. */
    private static @Nullable String line(BufferedReader reader, int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            if (next == '\n') {
                return line.toString();
            }
            if (line.length() >= longest) {
                throw new IOException("a line of more than %d characters".formatted(longest));
            }
            line.append((char) next);
        }
        return line.isEmpty() ? null : line.toString();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> send(message));
    }

    private synchronized void send(JSONRPCMessage message) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("The server was not started.");
        }
        try {
            OutputStream input = running.getOutputStream();
            input.write((mapper.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::stop);
    }

    /** Ends the process and those that it started, and returns when they have ended. */
    void stop() {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running == null) {
            return;
        }
        List<ProcessHandle> below = running.descendants().toList();
        running.destroy();
        try {
            if (!running.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return mapper.convertValue(data, type);
    }
}
