package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.env.tools.mcp.McpToolHost;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists an environment's tools. */
@Command(
        name = "tools",
        description = "List the tools of an environment; with --json their JSON schemas.",
        footer = {"", "Examples:", "  tapelearn tools data-science --json", "  tapelearn tools --mcp servers.json"})
final class ToolsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ENV", arity = "0..1", description = "An environment's name; `tapelearn envs` lists them.")
    private @Nullable String environment;

    @Option(names = "--data", paramLabel = "DIR", description = "Open it on your own files.")
    private @Nullable Path data;

    @Option(names = "--mcp", paramLabel = "FILE", description = "List the tools of the MCP servers of this file.")
    private @Nullable Path servers;

    @Option(names = "--allow-writes", description = "With --mcp: those too that may change something.")
    private boolean allowWrites;

    ToolsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (environment == null && servers == null) {
            throw new PrerequisiteException(
                    "The name of an environment was expected, or --mcp with a file of servers.%nThe environments: %s."
                            .formatted(String.join(", ", shell.environments().names())));
        }
        if (environment == null) {
            printServers();
        } else {
            try (Environment opened =
                    shell.environments().offer(environment).opener().open(settings())) {
                print(opened.tools());
            }
        }
        return ExitCode.DONE;
    }

    private void printServers() {
        try (DebugLog log = new DebugLog(common.debug(), shell.err());
                McpToolHost host = Environments.tools(settings())) {
            print(host.tools());
            if (!host.leftOut().isEmpty() && !common.quiet()) {
                shell.err()
                        .println(SafeText.lines(
                                "Left out, since they may change something (--allow-writes has them): %s."
                                        .formatted(String.join(", ", host.leftOut()))));
            }
        }
    }

    private void print(List<ToolSpec> tools) {
        if (common.json()) {
            Output.print(shell.out(), schemas(tools));
        } else {
            tools.forEach(this::print);
        }
    }

    private Settings settings() {
        List<String> overrides = new ArrayList<>();
        if (data != null) {
            overrides.add("data=" + data);
        }
        if (servers != null) {
            overrides.add("mcp.servers=" + servers);
        }
        if (allowWrites) {
            overrides.add("mcp.allow_writes=true");
        }
        return new ConfigLoader(shell.environments().names()).load(Optional.empty(), overrides);
    }

    private static ArrayNode schemas(List<ToolSpec> tools) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ToolSpec tool : tools) {
            ObjectNode entry = list.addObject();
            entry.put("name", tool.name());
            entry.put("description", tool.description());
            entry.put("effect", tool.effect().name().toLowerCase(Locale.ROOT));
            entry.set("parameters", tool.schema());
        }
        return list;
    }

    private void print(ToolSpec tool) {
        shell.out().println(tool.name());
        Layout.wrap(SafeText.oneLine(tool.description()), "  ", "  ").forEach(shell.out()::println);
        for (Parameter parameter : tool.parameters()) {
            String text = "%s%s: %s%s"
                    .formatted(
                            parameter.name(),
                            parameter.required() ? "" : " (may be left out)",
                            withoutStop(parameter.description()),
                            parameter.choices().isEmpty() ? "" : "; one of: " + String.join(", ", parameter.choices()));
            Layout.wrap(SafeText.oneLine(text), "    ", "      ").forEach(shell.out()::println);
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
