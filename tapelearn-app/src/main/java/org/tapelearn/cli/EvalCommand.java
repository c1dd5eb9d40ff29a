package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.report.ReportJson;
import org.tapelearn.cli.report.TextReport;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.task.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a session's base and learned agent on tasks of a split. */
@Command(
        name = "eval",
        description = "Try a session's base and learned agent on test or selection tasks; nothing is written.",
        footer = {"", "Example:", "  tapelearn eval 20261123-051530-s1 --split selection"})
final class EvalCommand implements Callable<Integer> {
    private static final List<String> SPLITS = List.of("selection", "test");
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Parameters(paramLabel = "SESSION", arity = "0..1", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(names = "--split", required = true, paramLabel = "test|selection", description = "Which tasks.")
    private String split = "";

    EvalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!SPLITS.contains(split)) {
            throw new PrerequisiteException("(--split) expects one of (%s), but found (%s).%s"
                    .formatted(String.join(", ", SPLITS), split, Nearest.hint(split, SPLITS)));
        }
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.learned(store, session, folder);
            Settings settings = new ConfigLoader(shell.environments().names()).read(found.configuration());
            try (Environment environment = shell.environments()
                            .offer(found.environment())
                            .opener()
                            .open(settings);
                    SessionModel asked = SessionModel.beside(shell, model, settings)) {
                show(Learners.of(settings, environment, asked.llm(), store, shell.clock(), LearningListener.NONE)
                        .evaluate(found.id(), Split.valueOf(split.toUpperCase(Locale.ROOT))));
            }
        }
        return ExitCode.DONE;
    }

    private void show(Map<String, LearningReport.Row> rows) {
        if (common.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            rows.forEach((name, row) -> json.set(name, ReportJson.tree(row)));
            Output.print(shell.out(), json);
        } else {
            TextReport.renderRows(rows).forEach(shell.out()::println);
        }
    }
}
