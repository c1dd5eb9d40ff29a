package org.tapelearn.env.tools.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;

/**
 * A working folder with a connection to each server, used by one episode after the other. Between episodes the folder is emptied, and
 * processes that are not kept are replaced: by ones started ahead, or when the next episode begins.
 */
final class Slot implements AutoCloseable {
    private static final Executor AHEAD =
            task -> Thread.ofVirtual().name("mcp-start").start(task);

    private final List<ServerConfig> servers;
    private final Secrets secrets;
    private final WorkFolder folder = WorkFolder.create();
    private final Map<String, McpConnection> connections = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<McpConnection>> ahead = new LinkedHashMap<>();

    Slot(List<ServerConfig> servers, Secrets secrets) {
        this.servers = servers;
        this.secrets = secrets;
    }

    WorkFolder folder() {
        return folder;
    }

    /** Makes all ready for an episode. */
    void prepare(WorkFolder.Setup setup) {
        setup.fill(folder);
        for (ServerConfig server : servers) {
            McpConnection connection = connection(server);
            server.reset().ifPresent(reset -> connection.reset(reset, folder));
        }
    }

    /** The connection of a server in this episode; opened where there is none that can be used. */
    McpConnection connection(ServerConfig server) {
        McpConnection known = connections.get(server.name());
        if (known != null && known.isUsable()) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        CompletableFuture<McpConnection> started = ahead.remove(server.name());
        McpConnection opened = started == null ? McpConnection.open(server, folder, secrets) : started(started);
        if (!opened.isUsable()) {
            opened.close();
            opened = McpConnection.open(server, folder, secrets);
        }
        connections.put(server.name(), opened);
        return opened;
    }

    private static McpConnection started(CompletableFuture<McpConnection> started) {
        try {
            return started.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof EnvironmentFault fault) {
                throw fault;
            }
            throw failed;
        }
    }

    /** The connection that the present episode has, without opening another. */
    McpConnection present(ServerConfig server) {
        McpConnection known = connections.get(server.name());
        if (known == null) {
            throw new IllegalStateException("The slot was not prepared.");
        }
        return known;
    }

    /** Ends an episode: nothing of it is left but in servers that the user wants kept. */
    void clear() {
        for (ServerConfig server : servers) {
            McpConnection known = connections.get(server.name());
            if (known != null && (!isKept(server) || !known.isUsable())) {
                known.close();
                connections.remove(server.name());
            }
        }
        folder.empty();
    }

    /** Starts what the next episode will need. */
    void startAhead() {
        for (ServerConfig server : servers) {
            if (server.isolation() == ServerConfig.Isolation.PROCESS && !connections.containsKey(server.name())) {
                ahead.put(
                        server.name(),
                        CompletableFuture.supplyAsync(() -> McpConnection.open(server, folder, secrets), AHEAD));
            }
        }
    }

    private static boolean isKept(ServerConfig server) {
        return switch (server.isolation()) {
            case RESET, NONE -> true;
            case PROCESS, FOLDER -> false;
        };
    }

    @Override
    public void close() {
        connections.values().forEach(McpConnection::close);
        for (CompletableFuture<McpConnection> started : ahead.values()) {
            started.handle((connection, failure) -> {
                        if (connection != null) {
                            connection.close();
                        }
                        return "";
                    })
                    .join();
        }
        folder.close();
    }
}
