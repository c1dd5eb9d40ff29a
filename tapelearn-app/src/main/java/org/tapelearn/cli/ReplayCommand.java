package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.replay.Recording;
import org.tapelearn.replay.Replay;
import org.tapelearn.replay.Replayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a recorded attempt again, and compares. */
@Command(
        name = "replay",
        description =
                "Make the calls of a recorded attempt again in its world, and compare what is seen. Exit code 2 where"
                        + " something differs.",
        footer = {"", "Example:", "  tapelearn replay test-learned/0/0/TASK/0 --agent"})
final class ReplayCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "TAPE",
            arity = "1",
            description = "The attempt's id, as `tapes list` prints it, or a recording's file.")
    private String tape = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--agent",
            description =
                    "Also ask the version that made it whether it chooses the same calls (base and learned are kept).")
    private boolean agent;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the attempt as a recording, to replay it elsewhere.")
    private @Nullable Path save;

    @Option(names = "--force", description = "Let --save overwrite a file.")
    private boolean force;

    @Option(names = "--data", paramLabel = "DIR", description = "The tables that a file was recorded with.")
    private @Nullable Path data;

    ReplayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Optional<Path> file = file();
        Replay replay = file.isPresent() ? ofFile(file.get()) : ofSession();
        show(replay);
        return replay instanceof Replay.Equal ? ExitCode.DONE : ExitCode.USER_MUST_ACT;
    }

    private Optional<Path> file() {
        try {
            return Optional.of(Path.of(tape)).filter(Files::isRegularFile);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private Replay ofFile(Path file) {
        if (agent || save != null) {
            throw new PrerequisiteException(
                    "A recording's file (%s) has no agent and is saved already: --agent and --save are for attempts of a session."
                            .formatted(file));
        }
        Recording recording = Recording.read(read(file), file.toString());
        try (Environment environment = shell.environments()
                .offer(recording.environment())
                .opener()
                .open(new ConfigLoader(shell.environments().names()).load(Optional.empty(), dataOverride()))) {
            return new Replayer(environment).replay(recording);
        }
    }

    private List<String> dataOverride() {
        return data == null ? List.of() : List.of("data=" + data);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException refused) {
            throw new PrerequisiteException(
                    "The file (%s) cannot be read as UTF-8 text: %s".formatted(file, refused.getMessage()), refused);
        }
    }

    private Replay ofSession() {
        return RecordedSession.in(shell, common.storeFolder(), session, (tapes, record) -> {
            Judged attempt = tapes.attempt(tape);
            if (save != null) {
                write(tapes.recording(attempt).write(), save);
            }
            return agent ? tapes.replayWithAgent(attempt) : tapes.replay(attempt);
        });
    }

    /** Written beside and moved into place, so that a file is there wholly or not at all. */
    private void write(String text, Path file) {
        if (Files.exists(file) && !force) {
            throw new PrerequisiteException(
                    "There is a file (%s) already.%nOverwrite it with --force.".formatted(file));
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new PrerequisiteException(
                    "The recording cannot be written to (%s): %s".formatted(file, refused), refused);
        }
    }

    private void show(Replay replay) {
        if (common.json()) {
            Output.print(shell.out(), json(replay));
            return;
        }
        switch (replay) {
            case Replay.Equal equal -> shell.out().println("equal: all %d steps".formatted(equal.steps()));
            case Replay.Differs differs -> shell.out().println(SafeText.lines(differs.message()));
        }
    }

    private ObjectNode json(Replay replay) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("tape", tape);
        return switch (replay) {
            case Replay.Equal equal -> json.put("equal", true).put("steps", equal.steps());
            case Replay.Differs differs ->
                json.put("equal", false)
                        .put("step", differs.step())
                        .put("what", differs.what())
                        .put("expected", differs.expected())
                        .put("found", differs.found());
        };
    }
}
