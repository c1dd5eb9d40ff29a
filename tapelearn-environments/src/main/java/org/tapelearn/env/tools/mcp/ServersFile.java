package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.env.tools.SeedNode;
import org.tapelearn.error.PrerequisiteException;

/**
 * A file of MCP servers in the usual shape, {@code {"mcpServers": {...}}}, with a section {@code tapelearn} of ours for each server.
 * {@code ${VAR}} is the value of an environment variable, {@code ${VAR:-text}} with a text where there is none.
 */
public final class ServersFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    /** What the file may leave to each episode. */
    static final String FOLDER = "${FOLDER}";

    private static final Set<String> OURS = Set.of("allow", "deny", "isolation", "reset", "timeout_seconds");
    private static final int TIMEOUT_SECONDS = 30;

    private final List<ServerConfig> servers = new ArrayList<>();
    private final Secrets secrets = new Secrets();
    private final Map<String, String> environment;

    private ServersFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a file.
     *
     * @param environment the variables that the file may name
     * @throws PrerequisiteException that names the line and what was expected there, never a value
     */
    public static ServersFile read(Path file, Map<String, String> environment) {
        ServersFile read = new ServersFile(environment);
        SeedNode root = SeedNode.read(file, "servers file");
        SeedNode servers = Optional.ofNullable(root.entries().get("mcpServers"))
                .orElseThrow(() -> root.wrong("a list of servers (\"mcpServers\": {...}) was expected"));
        servers.entries().forEach(read::add);
        if (read.servers.isEmpty()) {
            throw servers.wrong("at least one server that is not disabled was expected");
        }
        return read;
    }

    List<ServerConfig> servers() {
        return List.copyOf(servers);
    }

    Secrets secrets() {
        return secrets;
    }

    private void add(String name, SeedNode node) {
        Map<String, SeedNode> entries = node.entries();
        if (entries.containsKey("disabled") && entries.get("disabled").flag()) {
            return;
        }
        if (!name.matches("[A-Za-z0-9_-]{1,30}")) {
            throw node.wrong(
                    "a server's name has 1 to 30 letters, digits, '_' or '-', but this is (%s)".formatted(name));
        }
        if (entries.containsKey("command") == entries.containsKey("url")) {
            throw node.wrong("server (%s) needs either (command) or (url)".formatted(name));
        }
        ServerConfig.Reach reach = entries.containsKey("command") ? command(entries) : url(entries);
        Map<String, SeedNode> ours =
                entries.containsKey("tapelearn") ? entries.get("tapelearn").entries(OURS) : Map.of();
        Optional<ServerConfig.Reset> reset =
                Optional.ofNullable(ours.get("reset")).map(this::reset);
        ServerConfig.Isolation isolation = isolation(node, ours, reach, reset.isPresent());
        servers.add(new ServerConfig(
                name,
                node.place(),
                reach,
                texts(ours, "allow"),
                texts(ours, "deny"),
                isolation,
                ours.containsKey("isolation"),
                reset,
                Duration.ofSeconds(
                        ours.containsKey("timeout_seconds")
                                ? ours.get("timeout_seconds").whole(1, 3600)
                                : TIMEOUT_SECONDS)));
    }

    private static List<String> texts(Map<String, SeedNode> entries, String key) {
        return entries.containsKey(key) ? entries.get(key).texts() : List.of();
    }

    private ServerConfig.Command command(Map<String, SeedNode> entries) {
        List<String> arguments = new ArrayList<>();
        if (entries.containsKey("args")) {
            entries.get("args").items().forEach(item -> arguments.add(filled(item)));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        if (entries.containsKey("env")) {
            entries.get("env").entries().forEach((key, value) -> {
                variables.put(key, filled(value));
                if (!value.text().contains("${")) {
                    secrets.named(key, value.text());
                }
            });
        }
        return new ServerConfig.Command(filled(SeedNode.part(entries, "command")), arguments, variables);
    }

    private ServerConfig.Url url(Map<String, SeedNode> entries) {
        SeedNode node = SeedNode.part(entries, "url");
        Map<String, String> headers = new LinkedHashMap<>();
        if (entries.containsKey("headers")) {
            entries.get("headers").entries().forEach((key, value) -> {
                headers.put(key, filled(value));
                secrets.keep(key, headers.getOrDefault(key, ""));
            });
        }
        try {
            URI url = new URI(filled(node));
            if (url.getHost() != null && List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                return new ServerConfig.Url(url, headers);
            }
        } catch (URISyntaxException broken) {
            // said below, without the value, which may hold a secret
        }
        throw node.wrong("(url) must be an address such as http://localhost:3000/mcp");
    }

    private static ServerConfig.Isolation isolation(
            SeedNode node, Map<String, SeedNode> ours, ServerConfig.Reach reach, boolean reset) {
        boolean process = reach instanceof ServerConfig.Command;
        List<String> known = process ? List.of("process", "folder", "reset", "none") : List.of("reset", "none");
        if (!ours.containsKey("isolation")) {
            return reset
                    ? ServerConfig.Isolation.RESET
                    : process ? ServerConfig.Isolation.PROCESS : ServerConfig.Isolation.NONE;
        }
        ServerConfig.Isolation isolation = ServerConfig.Isolation.valueOf(
                ours.get("isolation").choice(known).toUpperCase(Locale.ROOT));
        if (reset != (isolation == ServerConfig.Isolation.RESET)) {
            throw node.wrong("(isolation: reset) goes with (reset), which says how");
        }
        return isolation;
    }

    private ServerConfig.Reset reset(SeedNode node) {
        if (!node.isMap()) {
            node.choice(List.of("folder"));
            return new ServerConfig.FolderReset();
        }
        Map<String, SeedNode> parts = node.entries(Set.of("tool", "arguments", "command"));
        if (parts.containsKey("tool") == parts.containsKey("command")) {
            throw node.wrong("(reset) is the word folder, or has either (tool) or (command)");
        }
        if (parts.containsKey("command")) {
            List<String> command =
                    parts.get("command").items().stream().map(this::filled).toList();
            if (command.isEmpty()) {
                throw node.wrong("(command) is a list of a program and its arguments, but is empty");
            }
            return new ServerConfig.CommandReset(command);
        }
        SeedNode arguments = parts.get("arguments");
        return new ServerConfig.ToolReset(
                SeedNode.part(parts, "tool").text(),
                arguments != null && arguments.json() instanceof ObjectNode given
                        ? given
                        : JsonNodeFactory.instance.objectNode());
    }

    /** Fills in variables, and remembers their values as secrets. The working folder is left for later. */
    private String filled(SeedNode node) {
        return VARIABLE.matcher(node.text()).replaceAll(found -> {
            String name = found.group(1);
            if (found.group().equals(FOLDER)) {
                return Matcher.quoteReplacement(FOLDER);
            }
            String value = environment.getOrDefault(name, found.group(2));
            if (value == null) {
                throw node.wrong(
                        "the environment variable (%s) is not set. Set it, or write ${%s:-text}".formatted(name, name));
            }
            if (environment.containsKey(name)) {
                secrets.variable(name, value);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
