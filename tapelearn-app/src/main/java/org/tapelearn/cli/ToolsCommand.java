package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.environment.Environment;
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
        footer = {"", "Example:", "  tapelearn tools data-science --json"})
final class ToolsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ENV", arity = "1", description = "An environment's name; `tapelearn envs` lists them.")
    private String environment = "";

    @Option(names = "--data", paramLabel = "DIR", description = "Open it on your own files.")
    private @Nullable Path data;

    ToolsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Environment opened =
                shell.environments().offer(environment).opener().open(settings())) {
            if (common.json()) {
                Output.print(shell.out(), schemas(opened.tools()));
            } else {
                opened.tools().forEach(this::print);
            }
        }
        return ExitCode.DONE;
    }

    private Settings settings() {
        List<String> overrides = data == null ? List.of() : List.of("data=" + data);
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
