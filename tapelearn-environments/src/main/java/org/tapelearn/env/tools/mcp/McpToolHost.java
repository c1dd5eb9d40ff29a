package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.tapelearn.env.tools.ToolAnswer;
import org.tapelearn.env.tools.ToolHost;
import org.tapelearn.env.tools.ToolSession;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tool.ToolSpec;

/**
 * The tools of the servers of a file. Those that a server does not mark as changing nothing are left out unless writing is allowed. A
 * server that dies takes its episode with it, and is there again for the next.
 */
public final class McpToolHost implements ToolHost {
    private static final int LONGEST_NAME = 64;
    private static final long TURN_SECONDS = 120;

    private final List<ServerConfig> servers;
    private final Secrets secrets;
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Deque<Slot> idle = new ArrayDeque<>();
    /** One at a time where a server that we do not start is reset for each episode: another's episode would see it. */
    private final Semaphore turns;

    private boolean closed;

    /** A tool: its server, the name that it has there, and how we describe it. */
    private record Offer(ServerConfig server, String name, ToolSpec spec) {}

    private McpToolHost(ServersFile file) {
        this.servers = file.servers();
        this.secrets = file.secrets();
        boolean oneAtATime = servers.stream()
                .anyMatch(server -> server.reach() instanceof ServerConfig.Url
                        && server.isolation() == ServerConfig.Isolation.RESET);
        this.turns = new Semaphore(oneAtATime ? 1 : Integer.MAX_VALUE, true);
    }

    /**
     * Starts the servers once, to see which tools they have.
     *
     * @param allowWrites have tools too that may change something
     * @throws PrerequisiteException when a server cannot be had, or no tool is left
     */
    public static McpToolHost open(ServersFile file, boolean allowWrites) {
        McpToolHost host = new McpToolHost(file);
        boolean opened = false;
        try {
            host.look(allowWrites);
            opened = true;
            return host;
        } finally {
            if (!opened) {
                host.close();
            }
        }
    }

    private void look(boolean allowWrites) {
        Slot slot = new Slot(servers, secrets);
        idle.push(slot);
        Map<ServerConfig, List<McpSchema.Tool>> found = new LinkedHashMap<>();
        for (ServerConfig server : servers) {
            found.put(server, tools(slot, server));
        }
        Map<String, Integer> uses = new HashMap<>();
        found.values().forEach(tools -> tools.forEach(tool -> uses.merge(plain(tool.name()), 1, Integer::sum)));
        found.forEach((server, tools) -> {
            for (McpSchema.Tool tool : tools) {
                String plain = plain(tool.name());
                String name = uses.getOrDefault(plain, 0) > 1 ? plain(server.name() + "_" + plain) : plain;
                if (allowWrites || ToolSchemas.isReading(tool)) {
                    offer(server, tool, name);
                } else {
                    leftOut.add(name);
                }
            }
        });
        requireTools();
        slot.clear();
        slot.startAhead();
    }

    private List<McpSchema.Tool> tools(Slot slot, ServerConfig server) {
        try {
            List<McpSchema.Tool> tools = slot.connection(server).tools();
            List<String> names = tools.stream().map(McpSchema.Tool::name).toList();
            for (List<String> entries : List.of(server.allow(), server.deny())) {
                for (String entry : entries) {
                    if (!entry.endsWith("*") && !names.contains(entry)) {
                        throw new PrerequisiteException("%s: server (%s) has no tool (%s); it has: %s.%s"
                                .formatted(
                                        server.place(),
                                        server.name(),
                                        entry,
                                        String.join(", ", names),
                                        Nearest.hint(entry, names)));
                    }
                }
            }
            return tools.stream().filter(tool -> server.offers(tool.name())).toList();
        } catch (EnvironmentFault fault) {
            String wayOut = switch (server.reach()) {
                case ServerConfig.Command command -> "Try its command by itself; --debug shows what it says.";
                case ServerConfig.Url url -> "Is it there, and are the address and the headers right?";
            };
            throw new PrerequisiteException("%s: %s.%n%s".formatted(server.place(), fault.getMessage(), wayOut), fault);
        }
    }

    private void offer(ServerConfig server, McpSchema.Tool tool, String name) {
        if (!ToolSchemas.isReading(tool)
                && server.reach() instanceof ServerConfig.Url
                && server.isolation() == ServerConfig.Isolation.NONE
                && !server.chosen()) {
            throw new PrerequisiteException("""
                    %s: tool (%s) of server (%s) may change something there, and episodes would see each other's changes.
                    Give the server a (reset), or write ("isolation": "none") if it keeps nothing.""".formatted(server.place(), tool.name(), server.name()));
        }
        if (offers.put(name, new Offer(server, tool.name(), ToolSchemas.spec(name, tool, secrets))) != null) {
            throw new PrerequisiteException("%s: server (%s) has two tools that both read (%s)."
                    .formatted(server.place(), server.name(), name));
        }
    }

    private void requireTools() {
        if (offers.isEmpty()) {
            throw new PrerequisiteException(
                    leftOut.isEmpty()
                            ? "The servers (%s) offer no tool.".formatted(names())
                            : """
                            None of the tools of (%s) is marked as changing nothing: %s.
                            To let agents use them, add --allow-writes.""".formatted(names(), String.join(", ", leftOut)));
        }
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
    }

    private String names() {
        return servers.stream().map(ServerConfig::name).collect(Collectors.joining(", "));
    }

    /** The tools that are left out since they may change something. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public String description() {
        return "Tools of the MCP servers %s.".formatted(names());
    }

    @Override
    public boolean worksInFolder() {
        return servers.stream()
                .anyMatch(server -> server.reach() instanceof ServerConfig.Command command
                        && (command.arguments().stream().anyMatch(text -> text.contains(ServersFile.FOLDER))
                                || command.environment().values().stream()
                                        .anyMatch(text -> text.contains(ServersFile.FOLDER))));
    }

    @Override
    public List<ToolSpec> tools() {
        return offers.values().stream().map(Offer::spec).toList();
    }

    @Override
    public ToolSession open(WorkFolder.Setup setup) {
        takeTurn();
        boolean opened = false;
        Slot slot = null;
        try {
            slot = slot();
            slot.prepare(setup);
            opened = true;
            return new Session(slot);
        } finally {
            if (!opened) {
                turns.release();
                if (slot != null) {
                    slot.close();
                }
            }
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new EnvironmentFault(
                        "the servers were not free within %d seconds".formatted(TURN_SECONDS),
                        new IllegalStateException("no turn"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EnvironmentFault("waiting for the servers was interrupted", interrupted);
        }
    }

    private Slot slot() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("The tools were closed.");
            }
            Slot free = idle.poll();
            if (free != null) {
                return free;
            }
        }
        return new Slot(servers, secrets);
    }

    private void giveBack(Slot slot) {
        boolean kept = false;
        try {
            slot.clear();
            synchronized (idle) {
                if (!closed) {
                    slot.startAhead();
                    idle.push(slot);
                    kept = true;
                }
            }
        } finally {
            turns.release();
            if (!kept) {
                slot.close();
            }
        }
    }

    @Override
    public void close() {
        List<Slot> all;
        synchronized (idle) {
            closed = true;
            all = List.copyOf(idle);
            idle.clear();
        }
        all.forEach(Slot::close);
    }

    private final class Session implements ToolSession {
        private final Slot slot;
        private boolean open = true;

        Session(Slot slot) {
            this.slot = slot;
        }

        @Override
        public String harmless(String text) {
            return secrets.hidden(text);
        }

        @Override
        public WorkFolder folder() {
            return slot.folder();
        }

        @Override
        public ToolAnswer call(String tool, ObjectNode arguments) {
            Offer offer = offers.get(tool);
            if (offer == null) {
                throw new IllegalArgumentException("There is no tool (%s).".formatted(tool));
            }
            return slot.present(offer.server()).call(offer.name(), arguments);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                giveBack(slot);
            }
        }
    }
}
