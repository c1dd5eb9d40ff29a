package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.tape.TapeMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on from the middle of a recorded attempt with another version of the agent. */
@Command(
        name = "fork",
        description =
                "Go on from a step of a recorded attempt with another version of the agent, or with a language model."
                        + " The tape is kept beside the session, which does not change.",
        footer = {
            "",
            "Examples:",
            "  tapelearn fork test-base/0/0/TASK/0 --at 5 --version learned",
            "  tapelearn fork test-base/0/0/TASK/0 --at 5 --llm openai:gpt-4o-mini"
        })
final class ForkCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Parameters(paramLabel = "TAPE", arity = "1", description = "The attempt's id, as `tapes list` prints it.")
    private String tape = "";

    @Option(
            names = "--at",
            required = true,
            paramLabel = "STEP",
            description = "The step that the other version makes first, as `tapes show` numbers them.")
    private int at;

    @Option(
            names = "--version",
            defaultValue = "learned",
            paramLabel = "base|learned|ID",
            description =
                    "Who goes on (default: learned). With a language model, whose memory it recalls; base has none.")
    private String version = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    ForkCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String other = model.isGiven() ? model.spec().map(ModelSpec::name).orElse("replayed") : "";
        return RecordedSession.forking(shell, common.storeFolder(), session, model, (tapes, record) -> {
            Judged origin = tapes.attempt(tape);
            SessionTapes.Fork fork = tapes.fork(origin, at, version, other);
            if (common.json()) {
                Output.print(shell.out(), json(fork));
            } else {
                print(origin, fork);
            }
            return ExitCode.DONE;
        });
    }

    private void print(Judged origin, SessionTapes.Fork fork) {
        PrintWriter out = shell.out();
        String id = fork.attempt().rollout().key().id();
        out.println(SafeText.oneLine(id) + (fork.isNew() ? "" : "  (was there already)"));
        out.println("task:   " + SafeText.oneLine(origin.task().description()));
        out.println("before: " + Judgement.of(origin));
        out.println("now:    " + Judgement.of(fork.attempt()));
        if (!common.quiet()) {
            out.println("show:   tapelearn tapes show " + SafeText.oneLine(id));
            out.println("diff:   tapelearn tapes diff %s %s"
                    .formatted(SafeText.oneLine(origin.rollout().key().id()), SafeText.oneLine(id)));
        }
    }

    private static ObjectNode json(SessionTapes.Fork fork) {
        TapeMetadata head = fork.attempt().rollout().tape().metadata();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", fork.attempt().rollout().key().id())
                .put("session", fork.session())
                .put("new", fork.isNew())
                .put("parent_id", head.parentId())
                .put("n_added_steps", head.addedSteps())
                .put("version", fork.attempt().rollout().versionId())
                .put("end", Judgement.end(fork.attempt().rollout().end()))
                .put("reward", fork.attempt().reward())
                .put("success", fork.attempt().success());
    }
}
