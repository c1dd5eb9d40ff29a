package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the tapes of a file into a session of their own, whole. */
@Command(
        name = "import",
        description =
                "Put the tapes of a file into the store: JSON, YAML (.yaml) or the call log of TapeAgents (SQLite).",
        footer = {"", "Example:", "  tapelearn tapes import tape.json --session from-python"})
final class TapesImportCommand implements Callable<Integer> {
    /** Characters of a batch, after which it is written. */
    private static final long SIZE = 1_000_000;

    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Parameters(paramLabel = "FILE", arity = "1", description = "The file of tapes.")
    private String file = "";

    @Option(
            names = "--session",
            paramLabel = "NAME",
            description = "The session of imported tapes that they are added to (default: a new one).")
    private @Nullable String session;

    TapesImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String name = session == null ? newName() : session;
        SessionRecord.requireId(name);
        TapeFile tapes = limits.file(LimitOptions.path(file));
        int[] count = new int[1];
        int[] calls = new int[1];
        tapes.visitWhole((tape, size) -> count[0]++);
        tapes.visitCalls((call, size) -> calls[0]++);
        if (count[0] + calls[0] == 0) {
            throw new PrerequisiteException(
                    "(%s) can be read, but holds no tape and no model call, so nothing is imported.".formatted(file));
        }
        Added added;
        try (SqliteSessionStore store = SqliteSessionStore.open(common.storeFolder())) {
            added = put(tapes, store, name);
        }
        if (common.json()) {
            Output.print(
                    shell.out(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("session", name)
                            .put("added", added.tapes())
                            .put("known", count[0] - added.tapes())
                            .put("added_calls", added.calls())
                            .put("known_calls", calls[0] - added.calls()));
        } else {
            shell.out()
                    .println("%s%s added to session %s%s."
                            .formatted(
                                    Figures.number(added.tapes(), "tape"),
                                    calls[0] == 0 ? "" : " and " + Figures.number(added.calls(), "model call"),
                                    name,
                                    there(count[0] + calls[0] - added.tapes() - added.calls())));
            if (!common.quiet() && count[0] > 0) {
                shell.out().println("Their ids: tapelearn tapes list " + name);
            }
        }
        return ExitCode.DONE;
    }

    private static String there(int known) {
        return known == 0 ? "" : ", %d were there".formatted(known);
    }

    /** How much was new. */
    private record Added(int tapes, int calls) {}

    private String newName() {
        return "imported-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(shell.clock().instant());
    }

    /** Reads the file once more, of which all is known to be good now, and holds no more of it than a batch. */
    private Added put(TapeFile tapes, SqliteSessionStore store, String name) {
        Optional<SessionRecord> known = store.find(name);
        if (known.isEmpty()) {
            store.create(new SessionRecord(
                    name,
                    SessionChoice.IMPORTED,
                    0,
                    "{}",
                    "running",
                    shell.clock().millis(),
                    ""));
        } else if (!known.get().environment().equals(SessionChoice.IMPORTED)) {
            throw new PrerequisiteException(
                    "Session (%s) has learned (%s), and keeps to its own attempts.%nName another one after --session."
                            .formatted(name, known.get().environment()));
        }
        try (SessionStore.Hold hold = store.hold(name)) {
            Batch batch = new Batch(store, name);
            tapes.visitWhole(batch);
            batch.commit();
            CallBatch calls = new CallBatch(store, name);
            tapes.visitCalls(calls);
            calls.keep();
            store.finish(name, SessionChoice.IMPORTED, "");
            return new Added(batch.added, calls.added);
        }
    }

    /** The tapes that the session does not hold yet; another tape of a known id gets the next number. */
    private static final class Batch implements TapeFile.WholeVisitor {
        private final SessionStore store;
        private final String session;
        private final Map<String, Judged> fresh = new LinkedHashMap<>();
        private long size;
        private int added;

        Batch(SessionStore store, String session) {
            this.store = store;
            this.session = session;
        }

        @Override
        public void tape(Tape tape, long itsSize) {
            String tapeId = tape.metadata().id().isEmpty()
                    ? "tape"
                    : SafeText.oneLine(tape.metadata().id());
            int attempt = 0;
            Optional<Tape> there = there(tapeId, attempt);
            while (there.isPresent() && !there.get().equals(tape)) {
                attempt++;
                there = there(tapeId, attempt);
            }
            if (there.isPresent()) {
                return;
            }
            RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, tapeId, attempt);
            fresh.put(key.id(), judged(key, tape));
            added++;
            size += itsSize;
            if (size > SIZE) {
                commit();
            }
        }

        void commit() {
            if (!fresh.isEmpty()) {
                long index =
                        store.lastCommit(session).map(last -> last.index() + 1).orElse(0L);
                List<Judged> some = List.copyOf(fresh.values());
                store.commit(session, new SessionCommit(index, "{}", Map.of(), some, List.of(), List.of()));
            }
            fresh.clear();
            size = 0;
        }

        private Optional<Tape> there(String tapeId, int attempt) {
            String id = TapeSource.importedId(tapeId, attempt);
            Judged now = fresh.get(id);
            return Optional.ofNullable(now)
                    .or(() -> store.rollouts(session, Set.of(id)).stream().findFirst())
                    .map(judged -> judged.rollout().tape());
        }
    }

    /** The model calls; one that the session has is left out. */
    private static final class CallBatch implements TapeFile.CallVisitor {
        private final SqliteSessionStore store;
        private final String session;
        private final List<ModelCall> some = new ArrayList<>();
        private long size;
        private int added;

        CallBatch(SqliteSessionStore store, String session) {
            this.store = store;
            this.session = session;
        }

        @Override
        public void call(ModelCall call, long itsSize) {
            some.add(call);
            size += itsSize;
            if (size > SIZE) {
                keep();
            }
        }

        void keep() {
            added += store.keepImportedCalls(session, some);
            some.clear();
            size = 0;
        }
    }

    private static Judged judged(RolloutKey key, Tape tape) {
        Task task = new Task(
                key.taskId(),
                SafeText.cut(description(tape), 2_000),
                TaskCategory.EXPLORATION,
                TaskDifficulty.BEGINNER,
                SessionChoice.IMPORTED,
                SessionChoice.IMPORTED,
                "",
                Split.TRAIN,
                1,
                List.of(),
                new TaskOrigin.Seed(SessionChoice.IMPORTED));
        boolean stopped = tape.steps().stream().anyMatch(step -> step instanceof Step.Stop);
        End end = stopped ? new End.Finished() : new End.Truncated(SessionChoice.IMPORTED);
        Rollout rollout =
                new Rollout(key, SafeText.cut(tape.metadata().author(), 200), tape, end, List.of(), List.of());
        return new Judged(task, rollout, new Evaluation.Unscored(SessionChoice.IMPORTED));
    }

    /** The words that the attempt began with, as far as they can be known. */
    private static String description(Tape tape) {
        return tape.steps().stream()
                .filter(step -> step instanceof Step.User)
                .findFirst()
                .or(() -> tape.steps().stream().findFirst())
                .map(StepText::content)
                .orElse("(no steps)");
    }
}
