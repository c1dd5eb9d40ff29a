package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.tapelearn.env.tools.ToolAnswer;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;
import reactor.core.publisher.Mono;

/** A connection to one server. */
final class McpConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(McpConnection.class.getPackageName());
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "SHELL");
    private static final Duration START = Duration.ofSeconds(60);
    private static final int MOST_PAGES = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final ServerConfig server;
    private final Secrets secrets;
    private final McpAsyncClient client;
    private final Optional<ServerProcess> process;
    private final CompletableFuture<Void> ended;
    private boolean usable = true;

    private McpConnection(ServerConfig server, Secrets secrets, McpClientTransport transport) {
        this.server = server;
        this.secrets = secrets;
        this.process = transport instanceof ServerProcess own ? Optional.of(own) : Optional.empty();
        this.ended = process.map(ServerProcess::ended).orElseGet(CompletableFuture::new);
        this.client = McpClient.async(transport)
                .clientInfo(new McpSchema.Implementation("tapelearn", "0.1"))
                .requestTimeout(server.timeout().plusSeconds(5))
                .initializationTimeout(START)
                .build();
    }

    /** Connects to a server, starting it where it is a process of ours. */
    static McpConnection open(ServerConfig server, WorkFolder folder, Secrets secrets) {
        McpClientTransport transport = switch (server.reach()) {
            case ServerConfig.Command command -> process(server, command, folder, secrets);
            case ServerConfig.Url url -> http(url);
        };
        McpConnection connection = new McpConnection(server, secrets, transport);
        boolean connected = false;
        try {
            connection.await(connection.client.initialize(), START, "start");
            connected = true;
            return connection;
        } catch (McpError | TimeoutException refused) {
            throw connection.fault("does not start", refused);
        } finally {
            if (!connected) {
                connection.close();
            }
        }
    }

    private static ServerProcess process(
            ServerConfig server, ServerConfig.Command command, WorkFolder folder, Secrets secrets) {
        return new ServerProcess(
                builder(command, command(command, folder), folder),
                McpJsonDefaults.getMapper(),
                line -> LOG.log(
                        System.Logger.Level.DEBUG,
                        () -> "server %s: %s".formatted(server.name(), secrets.hidden(line))));
    }

    private static List<String> command(ServerConfig.Command command, WorkFolder folder) {
        List<String> whole = new ArrayList<>(List.of(command.command()));
        whole.addAll(command.arguments());
        return inFolder(whole, folder);
    }

    private static List<String> inFolder(List<String> command, WorkFolder folder) {
        return command.stream().map(text -> inFolder(text, folder)).toList();
    }

    private static String inFolder(String text, WorkFolder folder) {
        return text.replace(ServersFile.FOLDER, folder.path().toString());
    }

    /** A process in the working folder, with the few variables that programs need and those of the file. */
    private static ProcessBuilder builder(ServerConfig.Command command, List<String> line, WorkFolder folder) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.path().toFile());
        builder.environment().keySet().retainAll(INHERITED);
        command.environment().forEach((name, value) -> builder.environment().put(name, inFolder(value, folder)));
        return builder;
    }

    private static HttpClientStreamableHttpTransport http(ServerConfig.Url url) {
        URI whole = url.url();
        String path = whole.getRawPath() == null || whole.getRawPath().isEmpty() ? "/" : whole.getRawPath();
        return HttpClientStreamableHttpTransport.builder(
                        "%s://%s".formatted(whole.getScheme(), whole.getRawAuthority()))
                .endpoint(whole.getRawQuery() == null ? path : path + "?" + whole.getRawQuery())
                .httpRequestCustomizer((request, method, endpoint, body, context) ->
                        url.headers().forEach(request::setHeader))
                .build();
    }

    /** The server's tools, all pages of them. */
    List<McpSchema.Tool> tools() {
        List<McpSchema.Tool> tools = new ArrayList<>();
        try {
            McpSchema.ListToolsResult page = await(client.listTools(McpSchema.FIRST_PAGE), server.timeout(), "list");
            for (int i = 0; i < MOST_PAGES; i++) {
                tools.addAll(page.tools());
                if (page.nextCursor() == null || page.nextCursor().isEmpty()) {
                    break;
                }
                page = await(client.listTools(page.nextCursor()), server.timeout(), "list");
            }
            return tools;
        } catch (McpError | TimeoutException refused) {
            throw fault("does not list its tools", refused);
        }
    }

    /** Carries out a call; a call that takes too long is the tool's error, and the connection is not used for another episode. */
    ToolAnswer call(String tool, ObjectNode arguments) {
        try {
            McpSchema.CallToolResult result = await(
                    client.callTool(new McpSchema.CallToolRequest(tool, MAPPER.convertValue(arguments, MAP))),
                    server.timeout(),
                    tool);
            return new ToolAnswer(secrets.hidden(ResultText.of(result)), Boolean.TRUE.equals(result.isError()));
        } catch (McpError refused) {
            return ToolAnswer.refused(secrets.hidden(String.valueOf(refused.getMessage())));
        } catch (TimeoutException late) {
            usable = false;
            return ToolAnswer.refused("Tool (%s) did not answer within %d seconds."
                    .formatted(tool, server.timeout().toSeconds()));
        }
    }

    /** Waits for an answer, for the end of the server, or for the limit, whichever comes first. */
    private <T> T await(Mono<T> asked, Duration limit, String what) throws TimeoutException {
        CompletableFuture<T> answer = asked.toFuture();
        try {
            CompletableFuture.anyOf(answer, ended).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.isDone()) {
                throw fault("ended during (%s)".formatted(what), null);
            }
            return answer.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof McpError refused) {
                throw refused;
            }
            if (cause instanceof TimeoutException late) {
                throw late;
            }
            throw fault("failed during (%s)".formatted(what), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw fault("was interrupted during (%s)".formatted(what), interrupted);
        } finally {
            answer.cancel(true);
        }
    }

    private EnvironmentFault fault(String problem, @Nullable Throwable cause) {
        usable = false;
        String why = cause == null ? "" : ": " + secrets.hidden(innermost(cause));
        // the cause itself may hold secrets, such as those of a command line
        return new EnvironmentFault(
                "server (%s) %s%s".formatted(server.name(), problem, why), new IllegalStateException(problem + why));
    }

    @SuppressWarnings("ReferenceEquality") // a cause that is its own
    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Tells whether the next episode can use it. */
    boolean isUsable() {
        return usable && !ended.isDone();
    }

    /** Does before an episode what the configuration says. */
    void reset(ServerConfig.Reset reset, WorkFolder folder) {
        switch (reset) {
            case ServerConfig.FolderReset none -> {}
            case ServerConfig.ToolReset tool -> {
                ToolAnswer answer = call(tool.tool(), tool.arguments());
                if (answer.error()) {
                    throw fault("refused to be reset: " + answer.text(), null);
                }
            }
            case ServerConfig.CommandReset command -> run(command, folder);
        }
    }

    private void run(ServerConfig.CommandReset reset, WorkFolder folder) {
        ServerConfig.Command own = server.reach() instanceof ServerConfig.Command command
                ? command
                : new ServerConfig.Command("", List.of(), Map.of());
        try {
            Process running = builder(own, inFolder(reset.command(), folder), folder)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!running.waitFor(server.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
                throw fault("is not reset: the command takes too long", null);
            }
            if (running.exitValue() != 0) {
                throw fault("is not reset: the command ended with " + running.exitValue(), null);
            }
        } catch (IOException refused) {
            throw fault("is not reset", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw fault("was interrupted while it was reset", interrupted);
        }
    }

    @Override
    public void close() {
        usable = false;
        process.ifPresentOrElse(ServerProcess::stop, client::close);
    }
}
