package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tapefile.CallLogWriter;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;
import org.tapelearn.tapefile.YamlWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes tapes of the store to a file that TapeAgents reads. */
@Command(
        name = "export",
        description =
                "Write tapes of a session to a file: one as a tape, several as a list; YAML where it ends with .yaml. Where"
                        + " it ends with .sqlite, a call log: the tapes with their model calls.",
        footer = {
            "",
            "Examples:",
            "  tapelearn tapes export --format tapeagents --out tapes.json",
            "  tapelearn tapes export --out tapedata.sqlite"
        })
final class TapesExportCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "The form of the file: tapeagents, the only one (default).")
    private String format = "tapeagents";

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private String out = "";

    @Option(names = "--force", description = "Replace the file where there is one.")
    private boolean force;

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The tapes (default: all of the session).")
    private List<String> ids = List.of();

    TapesExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!format.equals("tapeagents")) {
            throw new PrerequisiteException("(--format) expects (tapeagents), but found (%s).".formatted(format));
        }
        Path file = LimitOptions.path(out).toAbsolutePath();
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new PrerequisiteException("There is no folder (%s) to write into.%nMake it first.".formatted(parent));
        }
        if (Files.isDirectory(file) || (Files.exists(file) && !force)) {
            throw exists(file);
        }
        Path folder = common.storeFolder();
        Written written;
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            written = write(file, parent, store, found.id());
        }
        if (common.json()) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("tapes", written.tapes());
            if (TapeFile.isCallLog(file)) {
                json.put("calls", written.calls());
            }
            Output.print(shell.out(), json);
        } else {
            shell.out()
                    .println("%s%s written to %s"
                            .formatted(
                                    Figures.number(written.tapes(), "tape"),
                                    TapeFile.isCallLog(file)
                                            ? " and " + Figures.number(written.calls(), "model call")
                                            : "",
                                    SafeText.oneLine(file.toString())));
        }
        return ExitCode.DONE;
    }

    private record Written(int tapes, int calls) {}

    private List<String> wanted(SessionStore store, String session) {
        if (ids.isEmpty()) {
            return store.tapes(session, TapeQuery.ALL).stream()
                    .map(TapeHead::rolloutId)
                    .toList();
        }
        ids.forEach(id -> TapeSource.attempt(store, session, id));
        return ids;
    }

    /** Writes beside the file and moves into place, so that a file is never half of itself. */
    private Written write(Path file, Path parent, SqliteSessionStore store, String session) {
        List<String> wanted = wanted(store, session);
        int calls = 0;
        try {
            Path part = parent.resolve(".tapelearn-%s.part".formatted(UUID.randomUUID()));
            try {
                if (TapeFile.isCallLog(file)) {
                    calls = writeLog(part, store, session, wanted);
                } else {
                    writeTapes(part, TapeFile.isYaml(file), store, session, wanted);
                }
                if (force) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.move(part, file);
                }
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException taken) {
            throw exists(file);
        } catch (TapeFormatException unsayable) {
            throw new PrerequisiteException(
                    "(%s) cannot be written.%n%s".formatted(file, unsayable.getMessage()), unsayable);
        } catch (IOException failed) {
            throw new PrerequisiteException("(%s) cannot be written: %s.".formatted(file, failed), failed);
        }
        return new Written(wanted.size(), calls);
    }

    private static void writeTapes(Path part, boolean yaml, SessionStore store, String session, List<String> wanted)
            throws IOException {
        boolean asList = wanted.size() != 1;
        Iterator<Tape> tapes = wanted.stream()
                .map(id -> TapeSource.attempt(store, session, id)
                        .attempt()
                        .rollout()
                        .tape())
                .iterator();
        try (OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
            if (yaml) {
                YamlWriter.write(tapes, asList, stream);
            } else {
                TapeJson.write(tapes, asList, stream);
            }
        }
    }

    /** Writes tapes and model calls, each once; where all tapes are written, also the imported calls that none of them names. */
    private int writeLog(Path part, SqliteSessionStore store, String session, List<String> wanted) {
        int[] count = new int[1];
        Set<String> told = new HashSet<>();
        try (CallLogWriter log = new CallLogWriter(part)) {
            if (ids.isEmpty()) {
                store.visitImportedCalls(session, call -> {
                    log.call(call);
                    told.add(call.promptId());
                    count[0]++;
                });
            }
            for (String id : wanted) {
                TapeSource.Found found = TapeSource.attempt(store, session, id);
                log.tape(found.attempt().rollout().tape());
                List<ModelCall> fresh = found.calls(store).stream()
                        .filter(call -> !told.contains(call.promptId()))
                        .toList();
                for (ModelCall call : fresh) {
                    log.call(call);
                    told.add(call.promptId());
                    count[0]++;
                }
            }
            log.finish();
        }
        return count[0];
    }

    private static PrerequisiteException exists(Path file) {
        return new PrerequisiteException(
                "(%s) is there already and stays as it is.%nName another file, or replace this one with --force."
                        .formatted(file));
    }
}
