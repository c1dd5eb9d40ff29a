package org.tapelearn.cli;

import java.util.concurrent.Callable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.store.SqliteSessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Learns an environment and reports. */
@Command(
        name = "learn",
        description = "Learn an environment, and report base and learned agent on tasks never seen.",
        footer = {
            "",
            "Examples:",
            "  tapelearn learn",
            "  tapelearn learn --data my-tables environment_learner.max_learning_rounds=3",
            "  tapelearn learn --mcp servers.json --seeds tasks.yaml",
            "  tapelearn learn --llm openai:gpt-4o-mini --budget-usd 2"
        })
final class LearnCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    LearnCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ConfigLoader loader = new ConfigLoader(shell.environments().names());
        Settings settings = loader.rooted(options.settings(shell, common, model.overrides()));
        loader.withoutEffect(settings)
                .forEach(key -> shell.err().println("Note: (%s) has no effect yet.".formatted(key)));
        Environments.unverifiable(settings)
                .forEach(task -> shell.err()
                        .println(SafeText.lines("Note: the task (%s) has no check and is left out of every figure. %s."
                                .formatted(task.id(), task.whatToAdd()))));
        try (SqliteSessionStore store = SqliteSessionStore.open(settings.store())) {
            String session = SessionId.next(
                    shell.clock(),
                    settings.learner().seed(),
                    id -> store.find(id).isPresent());
            return new LearningRun(shell, common, settings, model, store).learn(session);
        }
    }
}
