package org.tapelearn.learn;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.generate.GenerationStatistics;
import org.tapelearn.learn.seed.SeedClassifier;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.learn.warm.MemoryWarmer;
import org.tapelearn.metrics.LearningMetrics;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * The outer loop: gives an environment, a trainable agent and a few seed descriptions, and hands back an agent that is
 * measurably better, with the evidence in the store. Equal configuration and seed give equal sessions, stopped and resumed or
 * not. The loop itself is in {@code LearningSession}.
 *
 * <p>{@link #startLearningSession} and {@link #runAutonomousLearning} are the guide's two steps; {@link #learn} is both, and
 * {@link #resume} is {@link #loadSession} and the second. While one thread learns, any other may ask how it goes, add seeds or ask
 * it to stop.
 */
public final class EnvironmentLearner {
    private final LearningParts parts;
    private final LearningListener listener;
    private final Demonstrations demonstrations;
    private final SeedQueue seedsToCome = new SeedQueue();
    private volatile boolean stopRequested;
    private volatile @Nullable EnvironmentLearner arm;
    private volatile @Nullable LearningSession running;
    private volatile @Nullable Seen seen;

    /** What is known of the session that this learner is about, as of its last wave. */
    private record Seen(String session, String phase, LearningState state) {}

    public EnvironmentLearner(
            Environment environment,
            PolicyTrainer trainer,
            LearnerConfig config,
            SessionStore store,
            Clock clock,
            LearningListener listener) {
        this(environment, trainer, config, store, clock, listener, SeedClassifier.RULES);
    }

    /**
     * A learner that asks somebody what seed descriptions are about.
     *
     * @param classifier what it cannot tell is left to the word rules
     */
    public EnvironmentLearner(
            Environment environment,
            PolicyTrainer trainer,
            LearnerConfig config,
            SessionStore store,
            Clock clock,
            LearningListener listener,
            SeedClassifier classifier) {
        this(environment, trainer, config, store, clock, listener, classifier, Judging.NONE);
    }

    /** A learner that also practises what nothing can check, by what judges say of it. */
    public EnvironmentLearner(
            Environment environment,
            PolicyTrainer trainer,
            LearnerConfig config,
            SessionStore store,
            Clock clock,
            LearningListener listener,
            SeedClassifier classifier,
            Judging judging) {
        this.parts = new LearningParts(environment, trainer, config, store, clock, classifier, judging);
        this.listener = listener;
        this.demonstrations = new Demonstrations(environment, store, parts.optimizer, config);
        parts.generator.countFrom(this::generated);
    }

    /** Starts a session and learns until it is solved, on a plateau, out of rounds, or stopped. */
    public LearningReport learn(String sessionId, List<String> seedDescriptions, String configuration) {
        startLearningSession(sessionId, seedDescriptions, EnvironmentContext.NONE, configuration);
        return resume(sessionId);
    }

    /** Starts a session under the first free name of the form {@code session_1}. */
    public LearningProgress startLearningSession(List<String> seedDescriptions, EnvironmentContext context) {
        int number = 1;
        while (parts.store.find("session_" + number).isPresent()) {
            number++;
        }
        return startLearningSession(seedDescriptions, context, "session_" + number);
    }

    /** Starts a session, whose configuration is not kept with it: to go on, make a learner with the same one. */
    public LearningProgress startLearningSession(
            List<String> seedDescriptions, EnvironmentContext context, String sessionId) {
        return startLearningSession(sessionId, seedDescriptions, context, "{}");
    }

    /** A manager of seed tasks of this learner's environment, without any yet. */
    public SeedTaskManager seedTaskManager() {
        return new SeedTaskManager(parts.environment, parts.classifier);
    }

    /**
     * Starts a session with seeds that were structured before, of which more may be said than words: context, success criteria and
     * examples, which the agent reads below the words of their tasks.
     *
     * @param seeds taken up by a manager of the same environment, whose context is the session's
     * @param configuration kept with the session, as JSON
     * @throws PrerequisiteException when no seed can be checked, or the environment has nothing to prove a gain by
     */
    public LearningProgress startLearningSession(String sessionId, SeedTaskManager seeds, String configuration) {
        return start(sessionId, seeds, seeds.requireCheckable(), seeds.environmentContext(), configuration);
    }

    /**
     * Starts a session: structures the seeds, asks the environment what it offers, and saves where learning begins.
     *
     * @param seedDescriptions what to learn, in words; without any, all that the environment can check
     * @param context what the user says about the environment; it is kept apart from what the environment shows
     * @param configuration kept with the session, as JSON
     * @return the session before its first wave, with what was understood
     * @throws PrerequisiteException when no seed can be checked, or the environment has nothing to prove a gain by
     */
    public LearningProgress startLearningSession(
            String sessionId, List<String> seedDescriptions, EnvironmentContext context, String configuration) {
        SeedTaskManager manager = seedTaskManager();
        return start(sessionId, manager, manager.addMultipleSeedTasks(seedDescriptions), context, configuration);
    }

    private LearningProgress start(
            String sessionId,
            SeedTaskManager manager,
            List<SeedTask> seeds,
            EnvironmentContext context,
            String configuration) {
        parts.told.tell(seeds);
        List<String> families = manager.families(seeds);
        requireSelectionTasks(families);
        Decisions.seeds(seeds);
        Demonstrations.Found found = demonstrations.find(parts.families(families));
        LearningState start = LearningState.start(families, found.replay(), Ledger.of(seeds, context));
        if (parts.config.evaluation().answerOnlyArm() && !hasBegun(sessionId)) {
            String armId = AnswerOnlyArm.id(sessionId);
            if (!hasBegun(armId)) {
                begin(armId, AnswerOnlyArm.configuration(configuration), start, found);
            }
        }
        begin(sessionId, configuration, start, found);
        seen = new Seen(sessionId, "explore", start);
        seedsToCome.open();
        return getLearningProgress();
    }

    private void requireSelectionTasks(List<String> families) {
        if (parts.pool
                .distinct(
                        parts.families(families),
                        Split.SELECTION,
                        TaskFamily.Wording.KNOWN,
                        1,
                        0,
                        TaskPool.nothingSeen())
                .isEmpty()) {
            throw new PrerequisiteException("""
                Environment (%s) has no selection task that can be checked, so no gain could be proven.
                Add tables, or seed tasks that fit them.\
                """.formatted(parts.environment.name()));
        }
    }

    private void begin(String sessionId, String configuration, LearningState start, Demonstrations.Found found) {
        try (SessionStore.Hold held = parts.store.hold(sessionId)) {
            parts.store.create(new SessionRecord(
                    sessionId,
                    parts.environment.name(),
                    parts.config.seed(),
                    configuration,
                    LearningSession.RUNNING,
                    parts.clock.millis(),
                    ""));
            try (LearningSession session = LearningSession.begin(parts, sessionId, observer(sessionId), start)) {
                session.imitate(found.examples());
                session.commitStart(found.made(), found.events());
            }
        }
    }

    /** Tells whether there is anything of a session to go on from: one may be stopped while it imitates demonstrations, before its first commit. */
    public boolean hasBegun(String sessionId) {
        return parts.store.find(sessionId).isPresent()
                && parts.store.lastCommit(sessionId).isPresent();
    }

    private LearningSession.Observer observer(String sessionId) {
        return new LearningSession.Observer() {
            @Override
            public boolean stopRequested() {
                return stopRequested;
            }

            @Override
            public void on(LearningListener.Progress now, LearningState state) {
                seen = new Seen(sessionId, now.phase(), state);
                listener.on(now);
            }

            @Override
            public List<String> takeSeeds(boolean last) {
                return seedsToCome.take(last);
            }
        };
    }

    /** Learns in the session started or loaded, as far as configured. */
    public LearningReport runAutonomousLearning() {
        return run(requireSession().session(), null);
    }

    /**
     * Learns in the session started or loaded.
     *
     * @param maxRounds rounds of the session at most, those done before included
     * @param convergenceThreshold lower bound on selection tasks from which learning counts as solved, above 0 and at most 1
     */
    public LearningReport runAutonomousLearning(int maxRounds, double convergenceThreshold) {
        if (maxRounds < 0 || !(convergenceThreshold > 0 && convergenceThreshold <= 1)) {
            throw new IllegalArgumentException(
                    "Rounds of at least 0 and a threshold above 0 and at most 1 were expected, but these are %d and %s."
                            .formatted(maxRounds, convergenceThreshold));
        }
        return run(requireSession().session(), new Ledger.Goal(maxRounds, convergenceThreshold));
    }

    /** Goes on with a session as if it had never been interrupted; a finished one gives its report again. */
    public LearningReport resume(String sessionId) {
        return run(sessionId, null);
    }

    private LearningReport run(String sessionId, Ledger.@Nullable Goal asked) {
        SessionRecord record = require(sessionId);
        if (!record.report().isEmpty() && !record.status().equals(LearningSession.RUNNING)) {
            return ReportJson.read(record.report());
        }
        try (SessionStore.Hold held = parts.store.hold(sessionId)) {
            if (!record.report().isEmpty()) {
                return compared(sessionId, ReportJson.read(record.report()), asked);
            }
            try (LearningSession session = load(sessionId)) {
                running = session;
                seedsToCome.open();
                if (asked != null) {
                    session.aim(asked);
                }
                return compared(sessionId, session.run(), asked);
            } finally {
                running = null;
            }
        }
    }

    private SessionRecord require(String sessionId) {
        return parts.store
                .find(sessionId)
                .orElseThrow(() ->
                        new PrerequisiteException("There is no session (%s) in this store.".formatted(sessionId)));
    }

    private LearningSession load(String sessionId) {
        SessionCommit last = parts.store
                .lastCommit(sessionId)
                .orElseThrow(() -> new PrerequisiteException(
                        "Session (%s) was stopped before it began. Start it again by the command that started it."
                                .formatted(sessionId)));
        return LearningSession.load(parts, sessionId, observer(sessionId), last);
    }

    /** Where an arm is wanted and the session itself has ended, lets the arm learn and adds its row to the report. */
    private LearningReport compared(String sessionId, LearningReport report, Ledger.@Nullable Goal asked) {
        if (!parts.config.evaluation().answerOnlyArm() || report.stopReason().equals(LearningSession.STOPPED)) {
            return report;
        }
        EnvironmentLearner learner = new EnvironmentLearner(
                parts.environment,
                parts.trainer,
                AnswerOnlyArm.config(parts.config),
                parts.store,
                parts.clock,
                listener);
        arm = learner;
        if (stopRequested) {
            learner.requestStop();
        }
        LearningReport other = learner.run(AnswerOnlyArm.id(sessionId), asked);
        if (other.stopReason().equals(LearningSession.STOPPED)) {
            return report;
        }
        LearningReport whole = AnswerOnlyArm.compared(report, other);
        parts.store.finish(sessionId, whole.stopReason(), ReportJson.write(whole));
        return whole;
    }

    /**
     * Makes a session of the store the one that this learner is about, to look at it or to {@linkplain #runAutonomousLearning() go
     * on} as if it had never stopped.
     */
    public LearningProgress loadSession(String sessionId) {
        SessionRecord record = require(sessionId);
        try (LearningSession session = load(sessionId)) {
            seen = new Seen(sessionId, record.report().isEmpty() ? "loaded" : "done", session.state());
        }
        if (record.report().isEmpty()) {
            seedsToCome.open();
        }
        return getLearningProgress();
    }

    /**
     * Adds seeds to the session while it learns, or before it runs: they are taken up before the next wave, kept with the session,
     * and nothing that is practised is forgotten. Safe to call from any thread.
     *
     * @return what they were understood as; those that cannot be checked say what to add
     */
    public List<SeedTask> addSeedTasksDuringLearning(List<String> descriptions) {
        Seen now = requireSession();
        Ledger ledger = now.state().ledger();
        SeedTaskManager manager =
                new SeedTaskManager(parts.environment, parts.classifier, ledger.seeds(), ledger.context());
        List<SeedTask> understood =
                descriptions.stream().map(manager::addSeedTaskFromDescription).toList();
        seedsToCome.add(descriptions, now.session());
        return understood;
    }

    /** Where the session stands, as of its last wave. Safe to call from any thread while it runs. */
    public LearningProgress getLearningProgress() {
        Seen now = requireSession();
        LearningState state = now.state();
        return new LearningProgress(
                now.session(),
                now.phase(),
                state.curve().size(),
                metrics(state),
                EnvironmentState.of(parts.environment, state.ledger().context()),
                parts.warmer.getMemoryStatistics(
                        state.candidateMemory(), state.ledger().patterns()),
                state.ledger().generationSoFar(),
                new LearningProgress.OptimizationProgress(
                        state.round(),
                        state.wave(),
                        parts.config.environmentLearner().optimizationRoundsPerCycle(),
                        state.incumbent(),
                        state.gate(),
                        state.mastery().rates(state.families())),
                FinalTest.insights(state.candidateMemory()),
                state.ledger().seeds());
    }

    private LearningMetrics metrics(LearningState state) {
        return state.metrics(parts.config.trajectoryOptimizer().attemptsATask());
    }

    /** The memory of the session and what was mined from its attempts, as of its last wave, to look things up in. */
    public SessionMemory memory() {
        LearningState state = requireSession().state();
        return new SessionMemory(
                parts.warmer, state.candidateMemory(), state.ledger().patterns());
    }

    /** What looks after memory, as this learner is configured. */
    public MemoryWarmer memoryWarmer() {
        return parts.warmer;
    }

    private GenerationStatistics generated() {
        Seen now = seen;
        return now == null ? GenerationStatistics.NONE : now.state().ledger().generationSoFar();
    }

    /** What makes new tasks, as this learner is configured; its statistics are the session's, and those of tasks on demand. */
    public AutonomousTaskGenerator taskGenerator() {
        return parts.generator;
    }

    /**
     * Makes training tasks where success is least so far, for looking at or for use elsewhere; the session goes on with its own.
     *
     * @param focusAreas categories, families or their keywords to keep to; empty for all that is practised
     */
    public List<Task> generateNextTasks(int count, List<String> focusAreas) {
        LearningState state = requireSession().state();
        return parts.generator.generateTasks(
                new AutonomousTaskGenerator.LearningContext(state.families(), focusAreas),
                EnvironmentState.of(parts.environment, state.ledger().context()),
                metrics(state),
                count);
    }

    /** Waits until everything up to the last wave is in the store. Sessions save themselves wave by wave. For any thread. */
    public void saveSessionProgress() {
        LearningSession session = running;
        if (session != null) {
            session.flush();
        }
    }

    /** What the session amounts to in its store, as of its last wave that is saved. */
    public SessionSummary getSessionSummary() {
        Seen now = requireSession();
        SessionRecord record = require(now.session());
        LearningState state = parts.store
                .lastCommit(now.session())
                .map(last -> LearningState.fromJson(last.state()))
                .orElse(now.state());
        SessionStore.Counts counts = parts.store.counts(now.session());
        return new SessionSummary(
                record.id(),
                record.environment(),
                record.status(),
                state.curve().size(),
                counts.rollouts(),
                counts.pairs(),
                state.versions(),
                state.ledger().seeds(),
                metrics(state),
                record.report().isEmpty() ? null : ReportJson.read(record.report()));
    }

    private Seen requireSession() {
        return Optional.ofNullable(seen)
                .orElseThrow(() -> new IllegalStateException(
                        "This learner has no session yet: start one (startLearningSession), or load one"
                                + " (loadSession)."));
    }

    /** The agent of a session that passed the gate last, with its memory; the base agent before any did. */
    public PolicyVersion learnedAgent(String sessionId) {
        try (LearningSession session = load(require(sessionId).id())) {
            return session.learned();
        }
    }

    /** A version of a session that passed the gate, with its memory; {@code v0} is the base agent. */
    public PolicyVersion version(String sessionId, String versionId) {
        SessionRecord record = require(sessionId);
        try (LearningSession session = load(record.id())) {
            return version(session, sessionId, versionId);
        }
    }

    private PolicyVersion version(LearningSession session, String sessionId, String versionId) {
        if (versionId.equals(session.base().id())) {
            return session.base();
        }
        if (versionId.equals(session.learned().id())) {
            return session.learned();
        }
        KeptVersions kept = new KeptVersions(
                parts.trainer,
                parts.store.lastCommit(sessionId).map(SessionCommit::blobs).orElse(Map.of()));
        return kept.find(versionId)
                .orElseThrow(() -> new PrerequisiteException("Session (%s) keeps no version (%s), only: %s."
                        .formatted(sessionId, versionId, String.join(", ", known(session, kept)))));
    }

    private static Set<String> known(LearningSession session, KeptVersions kept) {
        Set<String> known = new TreeSet<>(kept.ids());
        known.add(session.base().id());
        known.add(session.learned().id());
        return known;
    }

    /**
     * Puts a version of a session in force again that passed the gate earlier, with its memory; later versions stay where they are, so
     * this can be undone in the same way. A session that goes on learns from it on.
     *
     * @return the version that was in force before
     */
    public String rollBack(String sessionId, String versionId) {
        SessionRecord record = require(sessionId);
        try (SessionStore.Hold held = parts.store.hold(record.id());
                LearningSession session = load(record.id())) {
            String before = session.learned().id();
            session.rollBack(version(session, sessionId, versionId));
            return before;
        }
    }

    /**
     * Tries a session's base and learned agent on tasks of a split, and writes nothing. The test split gives the rows of
     * the final report.
     */
    public Map<String, LearningReport.Row> evaluate(String sessionId, Split split) {
        try (LearningSession session = load(sessionId)) {
            return parts.test.evaluate(split, session.base(), session.learned());
        }
    }

    /**
     * Tries the learned agent of a session that has its report on the first test tasks of each family that is not held out, where
     * it has not tried them yet, and adds the attempts to the session. The report stays as it is.
     *
     * @param each how many tasks of a family, at least 1; all where there are fewer
     * @return how many attempts were added
     */
    public int testFurther(String sessionId, int each) {
        if (each < 1) {
            throw new IllegalArgumentException(
                    "At least 1 task of each family was expected, but found %d.".formatted(each));
        }
        if (require(sessionId).report().isEmpty()) {
            throw new PrerequisiteException(
                    "Session (%s) has no report yet. Go on with: tapelearn resume %s".formatted(sessionId, sessionId));
        }
        try (SessionStore.Hold held = parts.store.hold(sessionId);
                LearningSession session = load(sessionId)) {
            return session.testFurther(each);
        }
    }

    /** Asks a running session to save and stop at the next wave; safe to call from any thread. */
    public void requestStop() {
        stopRequested = true;
        EnvironmentLearner learner = arm;
        if (learner != null) {
            learner.requestStop();
        }
    }
}
