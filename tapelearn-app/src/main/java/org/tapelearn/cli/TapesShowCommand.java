package org.tapelearn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one attempt, step by step. */
@Command(
        name = "show",
        description = "Show a recorded attempt or the tapes of a file step by step; with --json as TapeAgents' JSON.",
        footer = {
            "",
            "Examples:",
            "  tapelearn tapes show explore/1/0/TASK/0 --calls",
            "  tapelearn tapes show tape.json --full"
        })
final class TapesShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Parameters(
            paramLabel = "FILE-or-ID",
            arity = "1",
            description = "A file of tapes, or an attempt's id, as `tapes list` prints it.")
    private String id = "";

    @Option(names = "--full", description = "Show long texts whole.")
    private boolean full;

    @Option(
            names = "--calls",
            description =
                    "Show the model calls too: before the steps that they gave, or those of a call log at its end.")
    private boolean calls;

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    TapesShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (LimitOptions.isFile(id)) {
            showFile(limits.file(Path.of(id)));
            return ExitCode.DONE;
        }
        Path folder = common.storeFolder();
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            TapeSource.Found tape = TapeSource.attempt(store, found.id(), id);
            List<ModelCall> made = calls ? tape.calls(store) : List.of();
            if (common.json()) {
                Output.print(shell.out(), json(tape.attempt(), made));
            } else {
                print(tape.attempt(), made);
            }
        }
        return ExitCode.DONE;
    }

    private JsonNode json(Judged attempt, List<ModelCall> made) {
        JsonNode tape = TapeJson.toJson(attempt.rollout().tape());
        if (!calls) {
            return tape;
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.set("tape", tape);
        made.forEach(call -> both.withArray("calls").add(call.toJson()));
        return both;
    }

    /** Reads the file twice, heads first: they may stand behind the steps, and steps are not held. */
    private void showFile(TapeFile file) {
        Deque<Tape> heads = new ArrayDeque<>();
        file.visit(new TapeFile.Visitor() {
            @Override
            public void step(Step step) {}

            @Override
            public void end(Tape head) {
                heads.add(new Tape(head.metadata(), List.of()));
            }
        });
        if (common.json() && calls) {
            throw new PrerequisiteException("""
                    The model calls of a file are printed as text only, but (--calls) and (--json) were asked for.
                    Import the file: then a tape is shown with its calls as JSON.""");
        }
        if (common.json()) {
            printJson(file, heads.size());
            return;
        }
        StepText text = new StepText(shell.colour(), full);
        file.visit(new TapeFile.Visitor() {
            private int number;

            @Override
            public void step(Step step) {
                if (number++ == 0) {
                    printHead(heads.remove().metadata());
                }
                text.lines(number, step).forEach(shell.out()::println);
            }

            @Override
            public void end(Tape head) {
                if (number == 0) {
                    printHead(heads.remove().metadata());
                    shell.out().println("(no steps)");
                }
                number = 0;
                shell.out().println();
            }
        });
        if (calls) {
            file.visitCalls((call, size) -> text.lines(call).forEach(shell.out()::println));
        }
    }

    private void printJson(TapeFile file, int count) {
        if (count != 1) {
            shell.out().println("[");
        }
        int[] printed = new int[1];
        file.visitWhole((tape, size) -> {
            if (printed[0]++ > 0) {
                shell.out().println(",");
            }
            Output.print(shell.out(), TapeJson.toJson(tape));
        });
        if (count != 1) {
            shell.out().println("]");
        }
    }

    private void printHead(TapeMetadata head) {
        shell.out().println(SafeText.oneLine(head.id().isEmpty() ? "(no id)" : head.id()));
        if (!head.author().isEmpty()) {
            shell.out().println("author: " + SafeText.oneLine(head.author()));
        }
        if (head.parentId() != null) {
            shell.out().println("parent: " + SafeText.oneLine(head.parentId()));
        }
        if (!head.result().isMissingNode() && !head.result().isNull()) {
            shell.out().println("result: " + SafeText.cut(TapeJson.text(head.result()), 200));
        }
        shell.out().println();
    }

    private void print(Judged attempt, List<ModelCall> made) {
        PrintWriter out = shell.out();
        out.println(SafeText.oneLine(attempt.rollout().key().id()));
        out.println("task: " + SafeText.oneLine(attempt.task().description()));
        out.println("      %s, %s, %s, %s"
                .formatted(
                        SafeText.oneLine(attempt.task().family()),
                        SafeText.oneLine(attempt.task().group()),
                        attempt.task().difficulty().name().toLowerCase(Locale.ROOT),
                        attempt.task().split().name().toLowerCase(Locale.ROOT)));
        out.println();
        StepText text = new StepText(shell.colour(), full);
        Map<String, List<ModelCall>> unseen = new LinkedHashMap<>();
        made.forEach(call ->
                unseen.computeIfAbsent(call.promptId(), id -> new ArrayList<>()).add(call));
        Consumer<List<ModelCall>> print =
                some -> some.forEach(call -> text.lines(call).forEach(out::println));
        int number = 0;
        for (Step step : attempt.rollout().tape().steps()) {
            number++;
            Optional.ofNullable(unseen.remove(step.metadata().promptId())).ifPresent(print);
            text.lines(number, step).forEach(out::println);
        }
        unseen.values().forEach(print);
        out.println();
        out.println(Judgement.of(attempt));
        attempt.rollout()
                .findings()
                .forEach(finding -> out.println("  [%s] %s: %s"
                        .formatted(
                                finding.holds() ? "x" : " ",
                                SafeText.oneLine(finding.criterion()),
                                SafeText.oneLine(finding.detail()))));
    }
}
