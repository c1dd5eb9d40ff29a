package org.tapelearn.store;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.task.Task;

/**
 * Sessions in one SQLite file, {@code tapelearn.db}, in a folder. A commit that has returned survives the end of its
 * process and, as far as the disk keeps its word, of its machine. Safe for use by several threads, one after the other;
 * other processes may read and write other sessions of the same store meanwhile.
 */
public final class SqliteSessionStore implements SessionStore {
    private final Database database;
    private final ConcurrentMap<String, SqliteLlmLog> llmLogs = new ConcurrentHashMap<>();

    SqliteSessionStore(Database database) {
        this.database = database;
    }

    /**
     * Opens the store of a folder; makes both where they are missing. Throws {@link PrerequisiteException}, and changes
     * nothing, if the folder is none or not writable, or the store is damaged, foreign or of a newer program.
     */
    public static SqliteSessionStore open(Path folder) {
        return new SqliteSessionStore(Database.open(folder.toAbsolutePath().normalize()));
    }

    @Override
    public void create(SessionRecord session) {
        SessionRecord.requireId(session.id());
        database.<Boolean>write(connection -> {
            if (SessionRows.find(connection, session.id()).isPresent()) {
                long seq = SessionRows.require(connection, session.id());
                if (StateRows.last(connection, seq).isEmpty()) {
                    return SessionRows.replace(connection, seq, session);
                }
                throw new PrerequisiteException("""
                        There is a session (%s) already in the store (%s).
                        Resume that one, or choose another id.""".formatted(session.id(), database.file()));
            }
            return SessionRows.insert(connection, session);
        });
    }

    @Override
    public void finish(String sessionId, String status, String report) {
        database.<Boolean>write(connection -> SessionRows.finish(connection, sessionId, status, report));
    }

    @Override
    public Optional<SessionRecord> find(String sessionId) {
        return database.read(connection -> SessionRows.find(connection, sessionId));
    }

    @Override
    public List<SessionRecord> sessions() {
        return database.read(SessionRows::all);
    }

    /** Holds the session, and reads the whole store once to make sure that it is sound before more is written. */
    @Override
    public Hold hold(String sessionId) {
        SessionRecord.requireId(sessionId);
        Path folder = database.file().resolveSibling("");
        SessionLock lock = SessionLock.hold(folder, sessionId);
        boolean sound = false;
        try {
            database.requireSound();
            sound = true;
            return lock;
        } finally {
            if (!sound) {
                lock.close();
            }
        }
    }

    @Override
    public void commit(String sessionId, SessionCommit commit) {
        List<TapeBlob> tapes = TapeBlob.packAll(commit.rollouts().stream()
                .map(judged -> judged.rollout().tape())
                .toList());
        SqliteLlmLog log = llmLogs.get(sessionId);
        List<LlmBatch> calls = log == null
                ? List.of()
                : log.take(commit.rollouts().stream()
                        .map(judged -> judged.rollout().key().id())
                        .toList());
        Map<Purpose, LearningReport.ModelUse> lost = log == null ? Map.of() : log.takeLost();
        database.<Boolean>write(connection -> {
            long session = SessionRows.require(connection, sessionId);
            LlmRows.insert(connection, session, commit.index(), calls, lost);
            return new CommitWriter(connection, sessionId, session, commit.index()).write(commit, tapes);
        });
    }

    /**
     * Returns where calls of models by a session are told. They are written with the commit that has their attempt, wholly or not at all;
     * what belongs to no attempt is written with the next commit. A kill loses what the next commit would have written.
     */
    public LlmLog llmLog(String sessionId) {
        return llmLogs.computeIfAbsent(sessionId, id -> new SqliteLlmLog(ForkJoinPool.commonPool()));
    }

    /** Writes the calls that no commit will write: of attempts outside of learning, or at the end. */
    public void flushLlmLog(String sessionId) {
        SqliteLlmLog log = llmLogs.get(sessionId);
        if (log == null) {
            return;
        }
        List<LlmBatch> calls = log.takeAll();
        Map<Purpose, LearningReport.ModelUse> lost = log.takeLost();
        database.<Boolean>write(connection -> {
            long session = SessionRows.require(connection, sessionId);
            LlmRows.insert(connection, session, LlmRows.NO_COMMIT, calls, lost);
            return true;
        });
    }

    /** Returns the model calls of an attempt in their order; of an empty id those outside of attempts. */
    public List<LlmCallRecord> llmCalls(String sessionId, String rolloutId) {
        return database.read(connection ->
                LlmRows.calls(connection, database.file(), SessionRows.require(connection, sessionId), rolloutId));
    }

    /** Keeps model calls that were made elsewhere, unless the session has them; returns how many are new. */
    public int keepImportedCalls(String sessionId, List<ModelCall> calls) {
        return database.write(
                connection -> ImportedCallRows.insert(connection, SessionRows.require(connection, sessionId), calls));
    }

    /** Hands out the imported model calls of a session, in the order written. */
    public void visitImportedCalls(String sessionId, Consumer<ModelCall> taker) {
        database.<Boolean>read(
                connection -> ImportedCallRows.visit(connection, SessionRows.require(connection, sessionId), taker));
    }

    /** Returns the imported model calls that bear this id: one, where nothing odd was imported. */
    public List<ModelCall> importedCalls(String sessionId, String promptId) {
        return database.read(connection ->
                ImportedCallRows.ofPrompt(connection, SessionRows.require(connection, sessionId), promptId));
    }

    /** Returns what a session has used up of models so far, by what is written. */
    public Budget.Spent llmSpent(String sessionId) {
        return database.read(connection -> LlmRows.spent(connection, SessionRows.require(connection, sessionId)));
    }

    @Override
    public Map<String, LearningReport.ModelUse> modelUse(String sessionId) {
        return database.read(connection -> LlmRows.use(connection, SessionRows.require(connection, sessionId)));
    }

    /**
     * Keeps how often judges were wrong.
     *
     * @param sessionId where the tapes came from
     * @param judges a name for model and prompts
     * @param result as JSON
     */
    public void keepJudgeAudit(String sessionId, String judges, String result) {
        database.<Boolean>write(
                connection -> AuditRows.insert(connection, judges, SessionRows.require(connection, sessionId), result));
    }

    /** The newest result that was kept of these judges. */
    public Optional<String> judgeAudit(String judges) {
        return database.read(connection -> AuditRows.newest(connection, judges));
    }

    @Override
    public Optional<SessionCommit> lastCommit(String sessionId) {
        return database.read(connection -> StateRows.last(connection, SessionRows.require(connection, sessionId)));
    }

    @Override
    public List<Judged> rollouts(String sessionId, Set<String> rolloutIds) {
        return database.read(connection -> new RolloutReader(connection, database.file())
                .judged(SessionRows.require(connection, sessionId), rolloutIds));
    }

    @Override
    public List<TapeHead> tapes(String sessionId, TapeQuery query) {
        return database.read(connection -> new RolloutReader(connection, database.file())
                .heads(SessionRows.require(connection, sessionId), query));
    }

    /** Returns the pairs of a session, in the order written. */
    public List<PairRecord> pairs(String sessionId) {
        return database.read(connection -> PairRows.all(connection, SessionRows.require(connection, sessionId)));
    }

    /** Returns the tasks of a session, in the order first met. */
    public List<Task> tasks(String sessionId) {
        return database.read(connection -> new TaskRows(connection).all(SessionRows.require(connection, sessionId)));
    }

    @Override
    public List<SessionEvent> events(String sessionId, SessionEvent.Kind kind) {
        return database.read(connection -> EventRows.all(connection, SessionRows.require(connection, sessionId), kind));
    }

    @Override
    public Counts counts(String sessionId) {
        return database.read(connection -> SessionRows.counts(connection, SessionRows.require(connection, sessionId)));
    }

    /**
     * Writes all that the store holds of a session, a JSON object a line, in the order written. Equal sessions give equal
     * texts: clock columns ({@code started_at}, {@code seconds}) and the session's own id are left out, also within JSON.
     */
    public void dump(String sessionId, Writer out) throws IOException {
        try {
            database.<Boolean>read(connection -> new SessionDump(connection, database.file(), out)
                    .write(SessionRows.require(connection, sessionId)));
        } catch (UncheckedIOException refused) {
            throw new IOException("The dump of (%s) could not be written.".formatted(sessionId), refused.getCause());
        }
    }

    /** Returns {@link #dump(String, Writer)} as a text. */
    public String dump(String sessionId) {
        StringWriter text = new StringWriter();
        try {
            dump(sessionId, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    @Override
    public void close() {
        database.close();
    }
}
