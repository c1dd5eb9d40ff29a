package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.prompt.Template;
import org.tapelearn.prompt.Templates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the configuration that {@code learn} would use with the same arguments. */
@Command(
        name = "config",
        description = "Print the effective configuration as YAML (or JSON).",
        footer = {
            "",
            "Examples:",
            "  tapelearn config --config my.yaml gate.alpha=0.1 > effective.yaml",
            "  tapelearn config --prompts"
        })
final class ConfigCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Option(names = "--llm", paramLabel = "SPEC", description = "What holds for an agent that asks this model.")
    private @Nullable String model;

    @Option(names = "--prompts", description = "Print the prompts that a language model is given.")
    private boolean prompts;

    @Override
    public Integer call() {
        Settings settings = options.settings(
                shell, common, model == null ? List.of() : List.of("policy=llm", "llm.model=" + model));
        if (prompts) {
            print(Learners.templates(settings));
            return ExitCode.DONE;
        }
        ConfigLoader loader = new ConfigLoader(shell.environments().names());
        if (common.json()) {
            shell.out().println(loader.toJson(settings));
        } else {
            shell.out().print(loader.toYaml(settings));
        }
        return ExitCode.DONE;
    }

    private void print(Templates templates) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Template.Kind kind : Template.Kind.values()) {
            Template template = templates.of(kind);
            if (common.json()) {
                json.put(kind.file(), template.text());
            } else {
                shell.out().println("--- " + template.name());
                shell.out().println(SafeText.lines(template.text()));
                shell.out().println();
            }
        }
        if (common.json()) {
            Output.print(shell.out(), json);
        }
    }
}
