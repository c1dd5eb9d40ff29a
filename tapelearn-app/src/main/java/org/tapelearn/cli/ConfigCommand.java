package org.tapelearn.cli;

import java.util.concurrent.Callable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the configuration that {@code learn} would use with the same arguments. */
@Command(
        name = "config",
        description = "Print the effective configuration as YAML (or JSON).",
        footer = {"", "Example:", "  tapelearn config --config my.yaml gate.alpha=0.1 > effective.yaml"})
final class ConfigCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Settings settings = options.settings(shell, common);
        ConfigLoader loader = new ConfigLoader(shell.environments().names());
        if (common.json()) {
            shell.out().println(loader.toJson(settings));
        } else {
            shell.out().print(loader.toYaml(settings));
        }
        return ExitCode.DONE;
    }
}
