package org.tapelearn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.export.ExportFiles;
import org.tapelearn.export.ExportFormat;
import org.tapelearn.export.Receipt;
import org.tapelearn.export.Selection;
import org.tapelearn.export.TrainingData;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.Split;
import org.tapelearn.tool.ToolSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes training data out of a session's attempts. */
@Command(
        name = "export",
        description = "Write training data out of the attempts of a session: a file of JSON lines, with a line about"
                + " each row and a receipt beside it.",
        footer = {
            "",
            "Examples:",
            "  tapelearn export --format trl-preference --out pairs.jsonl",
            "  tapelearn export --format trl-sft --filter phase=explore --out sft.jsonl",
            "",
            "Formats and what is left out: docs/export.md"
        })
final class ExportCommand implements Callable<Integer> {
    private static final List<String> PAIRS = List.of("trajectories", "steps");
    private static final List<String> SPLITS = List.of("train", "selection", "test");

    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "NAME",
            description = "trl-preference, trl-sft, openai-preference, openai-sft, sharegpt or atif.")
    private String format = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private String out = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--filter",
            paramLabel = "CONDITION",
            description = "phase=P, family=F, outcome=O, version=V or min-reward=R. May be repeated: of one kind any"
                    + " may hold, of several kinds all must.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--split", paramLabel = "NAME", description = "Whose tasks: train (default), selection or test.")
    private String split = "train";

    @Option(
            names = "--pairs",
            paramLabel = "KIND",
            description = "Sides of trl-preference: trajectories (default), or steps, the one message where they part.")
    private @Nullable String pairs;

    @Option(names = "--force", description = "Replace the files where there are any.")
    private boolean force;

    ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ExportFormat wanted = ExportFormat.named(format);
        boolean steps = steps(wanted);
        requireOneOf("split", split, SPLITS);
        Selection selection = Selection.of(Split.valueOf(split.toUpperCase(Locale.ROOT)), filters);
        ExportFiles files = new ExportFiles(LimitOptions.path(out), force);
        Path folder = common.storeFolder();
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            SessionRecord origin = SessionTapes.origin(store, found);
            Receipt receipt = files.write(
                    wanted,
                    steps,
                    found.environment(),
                    new TrainingData(store, found.id(), selection, () -> tools(origin)));
            if (common.json()) {
                Output.print(shell.out(), receipt.json());
            } else {
                print(receipt, files);
            }
        }
        return ExitCode.DONE;
    }

    private boolean steps(ExportFormat wanted) {
        if (pairs == null) {
            return wanted == ExportFormat.OPENAI_PREFERENCE;
        }
        requireOneOf("pairs", pairs, PAIRS);
        boolean asked = pairs.equals("steps");
        if (wanted != ExportFormat.TRL_PREFERENCE && !(wanted == ExportFormat.OPENAI_PREFERENCE && asked)) {
            throw new PrerequisiteException(
                    wanted == ExportFormat.OPENAI_PREFERENCE
                            ? "(openai-preference) takes one message a side, so its (--pairs) are (steps).%nWhole trajectories: --format trl-preference"
                                    .formatted()
                            : "(--pairs) is for preferences, but (%s) has none.".formatted(wanted.label()));
        }
        return asked;
    }

    private static void requireOneOf(String option, String given, List<String> known) {
        if (!known.contains(given)) {
            throw new PrerequisiteException("(--%s) expects one of (%s), but found (%s).%s"
                    .formatted(option, String.join(", ", known), given, Nearest.hint(given, known)));
        }
    }

    private List<ToolSpec> tools(SessionRecord origin) {
        try (Environment environment = shell.environments()
                .offer(origin.environment())
                .opener()
                .open(new ConfigLoader(shell.environments().names()).read(origin.configuration()))) {
            return environment.tools();
        }
    }

    private void print(Receipt receipt, ExportFiles files) {
        PrintWriter text = shell.out();
        text.println("%s of %s written to %s"
                .formatted(
                        Figures.number(receipt.rows(), "row"),
                        Figures.number(receipt.tasks(), "task"),
                        SafeText.oneLine(out)));
        text.println("  from model calls %d, rebuilt from tapes %d"
                .formatted(receipt.fromModelCalls(), receipt.fromTapes()));
        if (!receipt.leftOut().isEmpty()) {
            text.println("left out:");
            receipt.leftOut().forEach((reason, count) -> text.println("%7d  %s".formatted(count, reason.reason())));
        }
        if (!common.quiet()) {
            text.println("about each row: %s"
                    .formatted(SafeText.oneLine(files.about().toString())));
            text.println(
                    "receipt: %s".formatted(SafeText.oneLine(files.receipt().toString())));
        }
    }
}
