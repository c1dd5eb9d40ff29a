package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.PrerequisiteException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that decide the configuration: file first, then options, then {@code key.path=value} arguments. */
final class ConfigOptions {
    @Option(names = "--env", paramLabel = "NAME", description = "What to learn; `tapelearn envs` lists the names.")
    private @Nullable String environment;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Learn on your own CSV, JSON, Parquet and SQLite files.")
    private @Nullable String data;

    @Option(
            names = "--mcp",
            paramLabel = "FILE",
            description = "Learn the tools of the MCP servers of this file; goes with --seeds.")
    private @Nullable String servers;

    @Option(
            names = "--seeds",
            paramLabel = "FILE",
            description = "The tasks to learn: with --mcp each with its check, else seed tasks in the guide's JSON.")
    private @Nullable String seeds;

    @Option(names = "--allow-writes", description = "Let agents use tools that may change something.")
    private boolean allowWrites;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file over the defaults.")
    private @Nullable Path file;

    @Option(
            names = "--pool",
            paramLabel = "N|unlimited",
            description = "Training questions a family and data set (default: 20).")
    private @Nullable String pool;

    @Parameters(
            paramLabel = "key.path=value",
            arity = "0..*",
            description = "Values over the file's, e.g. gate.alpha=0.1; `tapelearn config` prints all.")
    private List<String> overrides = new ArrayList<>();

    Settings settings(Shell shell, CommonOptions common, List<String> ofTheModel) {
        List<String> all = new ArrayList<>(ofTheModel);
        if (environment != null) {
            all.add("environment=" + shell.environments().offer(environment).name());
        }
        if (environment == null && servers != null) {
            all.add("environment=" + Environments.MCP);
        }
        add(all, "mcp.servers", servers);
        add(all, "mcp.allow_writes", allowWrites ? "true" : null);
        add(all, "data", data);
        add(all, "environment_learner.pool", pool);
        common.store().ifPresent(folder -> all.add("storage_path=" + folder));
        common.seed().ifPresent(seed -> all.add("seed=" + seed));
        all.addAll(overrides);
        ConfigLoader loader = new ConfigLoader(shell.environments().names());
        Settings settings = loader.load(Optional.ofNullable(file), all);
        boolean mcp = settings.environment().equals(Environments.MCP);
        if (seeds != null) {
            all.addFirst("%s=%s".formatted(mcp ? "mcp.seeds" : "seed_file", seeds));
            settings = loader.load(Optional.ofNullable(file), all);
        }
        if (servers != null && !mcp) {
            throw new PrerequisiteException("""
                (--mcp) is for the environment (mcp), but the environment is (%s).
                An example: tapelearn learn --mcp servers.json --seeds tasks.yaml\
                """.formatted(settings.environment()));
        }
        return settings;
    }

    private static void add(List<String> overrides, String key, @Nullable String value) {
        if (value != null) {
            overrides.add(key + "=" + value);
        }
    }
}
