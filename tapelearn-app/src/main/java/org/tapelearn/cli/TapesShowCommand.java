package org.tapelearn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.TapeJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one attempt, step by step. */
@Command(
        name = "show",
        description = "Show an attempt step by step; with --json its tape.",
        footer = {"", "Example:", "  tapelearn tapes show explore/1/0/TASK/0"})
final class TapesShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ID", arity = "1", description = "The attempt's id, as `tapes list` prints it.")
    private String id = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    TapesShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            List<Judged> attempts = store.rollouts(found.id(), Set.of(id));
            if (attempts.isEmpty()) {
                throw new PrerequisiteException(
                        "There is no tape (%s) in session (%s).%nTheir ids: tapelearn tapes list %s"
                                .formatted(id, found.id(), found.id()));
            }
            Judged attempt = attempts.getFirst();
            if (common.json()) {
                Output.print(shell.out(), TapeJson.toJson(attempt.rollout().tape()));
            } else {
                print(attempt);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Judged attempt) {
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
        int calls = 0;
        for (Step step : attempt.rollout().tape().steps()) {
            switch (step) {
                case Step.User user -> {}
                case Step.Thought thought -> indented("thought: " + thought.content());
                case Step.Action action -> {
                    calls++;
                    out.println("%d. %s"
                            .formatted(calls, SafeText.oneLine(action.call().toString())));
                }
                case Step.Observation observation ->
                    indented((observation.error() ? "refused: " : "") + observation.content());
                case Step.Message message -> indented(message.kind() + ": " + message.content());
                case Step.Calls several ->
                    several.calls().forEach(call -> indented(call.call().toString()));
                case Step.Answer answer -> indented("answer: " + answer.answer());
                case Step.Final end -> indented("end: " + end.reason());
                case Step.Failure failure -> indented("failed: " + failure.error());
                case Step.Control control -> indented("(%s)".formatted(control.kind()));
                case Step.Custom custom -> indented("(%s)".formatted(custom.kind()));
                case Step.Unknown unknown -> indented("(%s)".formatted(unknown.kind()));
            }
        }
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

    private void indented(String text) {
        SafeText.lines(text).lines().forEach(line -> shell.out().println("   " + line));
    }
}
