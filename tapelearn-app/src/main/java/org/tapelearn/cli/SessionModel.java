package org.tapelearn.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.live.Spending;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Forecast;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Prompt;
import org.tapelearn.prompt.Tokens;
import org.tapelearn.store.SqliteSessionStore;

/** The language model that a session's agent asks; none where it asks none. Closing it ends its record and writes its log. */
final class SessionModel implements AutoCloseable {
    private static final int SYSTEM_TOKENS = 400;
    private static final int TOKENS_A_STEP = 250;
    private static final int ANSWER_TOKENS = 80;
    private static final int JUDGES = 2;

    private final @Nullable ModelAccess access;
    private final Runnable flush;
    private final Llm llm;

    private SessionModel(@Nullable ModelAccess access, Runnable flush) {
        this(access, flush, access == null ? new Nobody() : access.llm());
    }

    private SessionModel(@Nullable ModelAccess access, Runnable flush, Llm llm) {
        this.access = access;
        this.flush = flush;
        this.llm = llm;
    }

    /** Nobody is asked: for what only looks at sessions. */
    static SessionModel none() {
        return new SessionModel(null, () -> {});
    }

    /** The model of a session that learns: what it is asked is kept with the session, and its budget goes on. */
    static SessionModel learning(
            Shell shell, ModelOptions options, Settings settings, SqliteSessionStore store, String session) {
        if (!settings.asksModel()) {
            options.requireSense();
            return none();
        }
        options.orElse(settings.llm().budget());
        Budget.Spent before = store.find(session).isPresent() ? store.llmSpent(session) : Budget.Spent.NOTHING;
        return logged(shell, options, settings, before, store, session);
    }

    /** The model of a session for attempts beside learning, which are not kept. */
    static SessionModel beside(Shell shell, ModelOptions options, Settings settings) {
        if (!settings.asksModel()) {
            options.requireSense();
            if (options.isGiven()) {
                throw new PrerequisiteException("""
                        A language model is named (--llm), but the session's agent asks none.
                        Leave it out, or name a session that learned with one: tapelearn learn --llm SPEC""");
            }
            return none();
        }
        return new SessionModel(open(shell, options, settings, Budget.Spent.NOTHING, entry -> {}), () -> {});
    }

    /** As {@link #beside}, for one attempt: where the model streams, its text is printed as it comes. */
    static SessionModel telling(Shell shell, ModelOptions options, Settings settings) {
        SessionModel model = beside(shell, options, settings);
        ModelAccess access = model.access;
        return access != null && options.spec().map(ModelSpec::stream).orElse(false)
                ? new SessionModel(access, model.flush, new ToldLlm(access.llm(), shell.err()))
                : model;
    }

    /** The model that goes on with attempts: the one named, or the session's own. What it is asked is kept with the forks. */
    static SessionModel forking(
            Shell shell, ModelOptions options, Settings settings, SqliteSessionStore store, String forks) {
        if (!settings.asksModel()) {
            options.requireSense();
            return none();
        }
        return logged(shell, options, settings, Budget.Spent.NOTHING, store, forks);
    }

    /** The model that writes checks, outside of any session. */
    static SessionModel drafting(Shell shell, ModelOptions options, Settings settings) {
        return new SessionModel(open(shell, options, settings, Budget.Spent.NOTHING, entry -> {}), () -> {});
    }

    /**
     * The model that judges tapes of a session: the one named, or the session's own. What it is asked is kept with the session; its
     * budget is its own.
     */
    static SessionModel judging(
            Shell shell, ModelOptions options, Settings settings, SqliteSessionStore store, String session) {
        return logged(shell, options, settings, Budget.Spent.NOTHING, store, session);
    }

    private static SessionModel logged(
            Shell shell,
            ModelOptions options,
            Settings settings,
            Budget.Spent before,
            SqliteSessionStore store,
            String session) {
        return new SessionModel(open(shell, options, settings, before, store.llmLog(session)), () -> {
            if (store.find(session).isPresent()) {
                store.flushLlmLog(session);
            }
        });
    }

    private static ModelAccess open(
            Shell shell, ModelOptions options, Settings settings, Budget.Spent before, LlmLog log) {
        options.orElse(settings.llm().model());
        return ModelAccess.open(
                shell, options, settings.llm(), before, settings.learner().seed(), log);
    }

    Llm llm() {
        return llm;
    }

    Spending spending() {
        if (access == null) {
            return Spending.NONE;
        }
        Budget.Spent spent = access.budget().spent();
        return new Spending(spent.usage().total(), spent.dollars());
    }

    /** What a whole session may use up, in lines for people; none where no model is asked. */
    List<String> forecast(Settings settings, Environment environment) {
        if (access == null) {
            return List.of();
        }
        LearnerConfig config = settings.learner();
        var learner = config.environmentLearner();
        var optimizer = config.trajectoryOptimizer();
        long waves = (long) learner.maxLearningRounds() * learner.optimizationRoundsPerCycle();
        long unchecked = settings.judges().enabled() ? settings.judges().tasksPerWave() : 0;
        long exploring = waves
                * (learner.tasksPerRound() + unchecked)
                * optimizer.trajectoriesPerRound()
                * optimizer.maxExplorationRounds();
        long beside =
                waves * (settings.llm().reflectionsPerWave() + JUDGES * unchecked * optimizer.trajectoriesPerRound());
        long compared = 2L * learner.maxLearningRounds() * config.gate().maxPairs();
        long tested = 3L * 2 * config.evaluation().testTasks();
        long rollouts = exploring + compared + tested;
        int tools = environment.tools().stream()
                .mapToInt(tool -> Tokens.of(tool.description() + tool.schema()))
                .sum();
        long prompt = SYSTEM_TOKENS
                + tools
                + config.memoryWarmer().maxTokens()
                + (long) TOKENS_A_STEP * environment.maxCalls() / 2;
        return List.of(access.forecast(new Forecast(rollouts, environment.maxCalls(), beside, prompt, ANSWER_TOKENS)));
    }

    @Override
    public void close() {
        try {
            flush.run();
        } finally {
            if (access != null) {
                access.close();
            }
        }
    }

    /** Stands in where a session's agent would ask a model, but the command has none to ask. */
    private static final class Nobody implements Llm {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public Completion complete(Prompt prompt) {
            throw new PrerequisiteException("""
                The agent of this session asks a language model, which this command does not.
                Let it do a task with: tapelearn run "TASK" --version VERSION\
                """);
        }
    }
}
