package org.tapelearn.cli;

import java.nio.file.Path;
import java.util.List;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.env.scienceworld.ScienceWorldEnvironment;
import org.tapelearn.env.scienceworld.ScienceWorldJar;
import org.tapelearn.env.scienceworld.ScienceWorldSettings;
import org.tapelearn.env.tools.DraftedChecks;
import org.tapelearn.env.tools.SeedsFile;
import org.tapelearn.env.tools.ToolEnvironment;
import org.tapelearn.env.tools.ToolSettings;
import org.tapelearn.env.tools.mcp.McpToolHost;
import org.tapelearn.env.tools.mcp.ServersFile;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;

/** What can be learned, by name; the first is learned when nothing else is asked for. */
record Environments(List<Offer> offers) {
    /** The guide's seed tasks of its data-science example. */
    private static final List<String> DATA_SCIENCE_SEEDS = List.of(
            "Load and explore a CSV dataset to understand its structure",
            "Perform basic statistical analysis on numerical columns",
            "Create visualizations to identify patterns in the data",
            "Clean and preprocess data for analysis",
            "Build a simple predictive model",
            "Evaluate model performance and interpret results");

    /** The name of the environment of a user's own tools. */
    static final String MCP = "mcp";

    /** Those that come with the program. */
    static final Environments BUNDLED = new Environments(List.of(
            new Offer(
                    "data-science",
                    "Questions about tables: read, filter, group, join, clean, plot and model them.",
                    DATA_SCIENCE_SEEDS,
                    settings ->
                            settings.data().map(DataScienceEnvironment::of).orElseGet(DataScienceEnvironment::bundled)),
            new Offer(
                    "scienceworld",
                    "ScienceWorld: thirty science tasks in a text world. Needs: " + ScienceWorldJar.INSTALL,
                    List.of(),
                    Environments::scienceWorld),
            new Offer(
                    MCP,
                    "Tools of your own MCP servers, with your tasks. Needs: --mcp servers.json --seeds tasks.yaml",
                    List.of(),
                    Environments::mcp)));

    Environments {
        offers = List.copyOf(offers);
    }

    /**
     * An environment that is opened only when it is needed.
     *
     * @param seedTasks what to learn there, in words, when the user says nothing else
     */
    record Offer(String name, String description, List<String> seedTasks, Opener opener) {
        Offer {
            seedTasks = List.copyOf(seedTasks);
        }
    }

    /** Opens an environment on the user's own data, or on its own. */
    @FunctionalInterface
    interface Opener {
        Environment open(Settings settings);
    }

    private static Environment scienceWorld(Settings settings) {
        Settings.ScienceWorldKeys keys = settings.scienceWorld();
        ScienceWorldJar jar =
                keys.jar().map(ScienceWorldJar::new).orElseGet(() -> ScienceWorldJar.installed(System.getenv()));
        ScienceWorldSettings opened =
                ScienceWorldSettings.of(keys.tasks(), keys.unseenTasks(), keys.simplifications(), keys.maxCalls());
        return ScienceWorldEnvironment.open(
                jar, keys.goldPaths().map(opened::keepingGoldPaths).orElse(opened));
    }

    private static Environment mcp(Settings settings) {
        Settings.McpKeys keys = settings.mcp();
        Path seeds = keys.seeds().orElseThrow(() -> new PrerequisiteException("""
                        The environment (mcp) needs a file of tasks with checks.
                        Name it: --seeds tasks.yaml"""));
        SeedsFile tasks = tasks(seeds, keys);
        return ToolEnvironment.of(
                MCP,
                tools(settings),
                tasks,
                new ToolSettings(keys.answerTool(), keys.maxCalls(), keys.maxCharacters()));
    }

    private static SeedsFile tasks(Path seeds, Settings.McpKeys keys) {
        SeedsFile tasks = SeedsFile.read(seeds);
        return keys.checks().map(file -> tasks.with(DraftedChecks.read(file))).orElse(tasks);
    }

    /** Opens the servers that the settings name. */
    static McpToolHost tools(Settings settings) {
        Path servers = settings.mcp().servers().orElseThrow(() -> new PrerequisiteException("""
                        The environment (mcp) needs a file of MCP servers.
                        Name it: --mcp servers.json"""));
        return McpToolHost.open(
                ServersFile.read(servers, System.getenv()), settings.mcp().allowWrites());
    }

    /** The tasks of the user's seeds file that nothing can check. */
    static List<SeedsFile.Unverifiable> unverifiable(Settings settings) {
        return settings.environment().equals(MCP)
                ? settings.mcp()
                        .seeds()
                        .map(file -> tasks(file, settings.mcp()).unverifiable())
                        .orElse(List.of())
                : List.of();
    }

    List<String> names() {
        return offers.stream().map(Offer::name).toList();
    }

    /** Throws {@link PrerequisiteException} with the nearest name when there is none of this name. */
    Offer offer(String name) {
        return offers.stream()
                .filter(offer -> offer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PrerequisiteException("There is no environment (%s). Those known: %s.%s"
                        .formatted(name, String.join(", ", names()), Nearest.hint(name, names()))));
    }
}
