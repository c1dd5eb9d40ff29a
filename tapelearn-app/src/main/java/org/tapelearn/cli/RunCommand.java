package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.TapeJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a learned agent do a task of the user's own. */
@Command(
        name = "run",
        description =
                "Let a session's agent do a task of yours in its environment, and print the tape. Nothing is kept.",
        footer = {"", "Example:", "  tapelearn run \"What is the average mass of the penguins?\" --version learned"})
final class RunCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Parameters(paramLabel = "TASK", arity = "1", description = "The task, in words.")
    private String task = "";

    @Option(
            names = "--version",
            defaultValue = "learned",
            paramLabel = "base|learned|ID",
            description = "Who does it (default: learned).")
    private String version = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--in",
            defaultValue = "",
            paramLabel = "WORLD",
            description = "The data set or other world to act in (default: one that fits the task's words).")
    private String world = "";

    @Option(names = "--full", description = "Print all of each step.")
    private boolean full;

    RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return common.json() || common.quiet()
                ? RecordedSession.in(shell, common.storeFolder(), session, model, this::done)
                : RecordedSession.telling(shell, common.storeFolder(), session, model, this::done);
    }

    private int done(SessionTapes tapes, SessionRecord record) {
        Judged done = tapes.doing(task, version, world);
        if (common.json()) {
            Output.print(shell.out(), json(done));
        } else {
            print(done);
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(Judged done) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", done.rollout().versionId());
        json.put("world", done.task().group());
        json.put("end", Judgement.end(done.rollout().end()));
        done.rollout().recalled().forEach(json.putArray("recalled")::add);
        done.rollout().cited().forEach(json.putArray("cited")::add);
        json.set("tape", TapeJson.toJson(done.rollout().tape()));
        return json;
    }

    private void print(Judged done) {
        StepText text = new StepText(shell.colour(), full);
        int number = 0;
        for (Step step : done.rollout().tape().steps()) {
            number++;
            text.lines(number, step).forEach(shell.out()::println);
        }
        if (!common.quiet()) {
            shell.out().println();
            shell.out()
                    .println("%s, in %s by %s; nothing checked it"
                            .formatted(
                                    Judgement.end(done.rollout().end()),
                                    SafeText.oneLine(done.task().group()),
                                    done.rollout().versionId()));
        }
    }
}
