package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.env.tools.CheckDrafting;
import org.tapelearn.env.tools.DraftedChecks;
import org.tapelearn.env.tools.SeedsFile;
import org.tapelearn.env.tools.ToolHost;
import org.tapelearn.env.tools.ToolSettings;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.seed.ModelCheckWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model write checks for tasks that say in words when they are done. */
@Command(
        name = "draft",
        description =
                "Let a model write checks for tasks of a seeds file that say in words (success_criteria) when they are done;"
                        + " each is tried before it is kept.",
        footer = {
            "",
            "Example:",
            "  tapelearn checks draft --mcp servers.json --seeds tasks.yaml \\",
            "      --llm openai:gpt-4o-mini --out checks.json"
        })
final class ChecksDraftCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--mcp", required = true, paramLabel = "FILE", description = "The file of MCP servers.")
    private String servers = "";

    @Option(names = "--seeds", required = true, paramLabel = "FILE", description = "The file of tasks.")
    private String seeds = "";

    @Option(names = "--allow-writes", description = "Try checks with tools too that may change something.")
    private boolean allowWrites;

    @Option(names = "--prompts", paramLabel = "DIR", description = "Folder of your own prompts.")
    private @Nullable String prompts;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write the checks; learn takes it as mcp.checks=FILE.")
    private @Nullable Path out;

    ChecksDraftCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path target = Optional.ofNullable(out).orElseThrow();
        if (Files.exists(target)) {
            throw new PrerequisiteException(
                    "There is a file (%s) already, which may have been mended by hand.%nName another one after --out, or remove it."
                            .formatted(target));
        }
        Settings settings = new ConfigLoader(shell.environments().names())
                .load(
                        Optional.empty(),
                        List.of(
                                "policy=llm",
                                "mcp.servers=" + servers,
                                "mcp.seeds=" + seeds,
                                "mcp.allow_writes=" + allowWrites,
                                "llm.prompts=" + (prompts == null ? "" : prompts)));
        SeedsFile tasks = SeedsFile.read(LimitOptions.path(seeds));
        try (SessionModel asked = SessionModel.drafting(shell, model, settings);
                ToolHost host = Environments.tools(settings)) {
            ModelCheckWriter writer = new ModelCheckWriter(asked.llm(), Learners.templates(settings));
            CheckDrafting.Result drafted = new CheckDrafting(
                            host,
                            new ToolSettings(
                                    settings.mcp().answerTool(),
                                    settings.mcp().maxCalls(),
                                    settings.mcp().maxCharacters()))
                    .draft(tasks, writer::write);
            DraftedChecks.write(
                    target,
                    "drafted by %s from the words of its success criteria, and tried"
                            .formatted(asked.llm().name()),
                    drafted);
            show(drafted, target);
        }
        return ExitCode.DONE;
    }

    private void show(CheckDrafting.Result drafted, Path target) {
        if (common.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ObjectNode kept = json.putObject("kept");
            drafted.kept().forEach((id, each) -> kept.set(id, each.check()));
            ObjectNode refused = json.putObject("refused");
            drafted.refused().forEach(refused::put);
            Output.print(shell.out(), json);
            return;
        }
        drafted.kept().forEach((id, kept) -> line("%s: %s".formatted(id, kept.check())));
        drafted.refused().forEach((id, why) -> line("%s: refused: %s".formatted(id, why)));
        line("Read them in %s; learn with them: mcp.checks=%s".formatted(target, target));
    }

    private void line(String text) {
        Layout.wrap(SafeText.oneLine(text), "", "  ").forEach(shell.out()::println);
    }
}
