package org.tapelearn.learn;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.learn.warm.MemoryWarmer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Recall;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * The outer loop: gives an environment, a trainable agent and a few seed descriptions, and hands back an agent that is
 * measurably better, with the evidence in the store. Equal configuration and seed give equal sessions, stopped and resumed or
 * not.
 */
public final class EnvironmentLearner {
    private static final String RUNNING = "running";
    private static final String STOPPED = "stopped";
    /** How often demonstrations are cloned one after the other; three times as often was no better on selection tasks. */
    private static final int PASSES = 10;

    private static final int REPLAY_KEPT = 8;
    private static final int REPLAYED = 4;
    private static final double REPLAY_WEIGHT = 0.5;
    private static final int FULL_BUDGET_MISSES = 3;
    private static final int WAVES_A_GENERATION = 6;

    private final Environment environment;
    private final PolicyTrainer trainer;
    private final LearnerConfig config;
    private final SessionStore store;
    private final Clock clock;
    private final LearningListener listener;
    private final TrajectoryOptimizer optimizer;
    private final MemoryWarmer warmer;
    private final AutonomousTaskGenerator generator;
    private final SelectionGate selection;
    private final FinalTest test;
    private final TaskPool pool;
    private final Demonstrations demonstrations;
    private volatile boolean stopRequested;
    private volatile @Nullable EnvironmentLearner arm;
    private volatile LearningListener.@Nullable Progress progress;

    public EnvironmentLearner(
            Environment environment,
            PolicyTrainer trainer,
            LearnerConfig config,
            SessionStore store,
            Clock clock,
            LearningListener listener) {
        this.environment = environment;
        this.trainer = trainer;
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        var optimizing = config.trajectoryOptimizer();
        int threads = config.environmentLearner().threads();
        Runner runner = new Runner(environment, Recall.NOTHING, Limits.of(environment), config.seed());
        Evaluator learning = new Evaluator(optimizing.successThreshold(), optimizing.partialCredit());
        this.optimizer = new TrajectoryOptimizer(
                environment,
                runner,
                learning,
                new RewardMarginPairing(optimizing.pairMargin()),
                new TrajectoryOptimizer.Settings(
                        optimizing.trajectoriesPerRound(),
                        optimizing.maxExplorationRounds(),
                        optimizing.cloning(),
                        optimizing.contrastiveLearning() || optimizing.failureAnalysis(),
                        optimizing.shuffleRewards(),
                        threads,
                        optimizing.shortenedCalls()),
                config.seed());
        var warming = config.memoryWarmer();
        this.warmer = new MemoryWarmer(new MemoryWarmer.Settings(
                warming.maxMemorySize(),
                warming.similarityThreshold(),
                warming.memoryDecayFactor(),
                warming.qualityUpdateEnabled(),
                warming.autoCleanup()));
        var generating = config.taskGenerator();
        this.generator = new AutonomousTaskGenerator(
                environment, generating.maxTasksPerGeneration(), generating.progressiveLearning(), config.seed());
        this.pool = new TaskPool(config.seed());
        this.demonstrations = new Demonstrations(environment, store, optimizer, config);
        PairedRuns runs = new PairedRuns(runner, new Evaluator(optimizing.successThreshold(), true), threads);
        this.selection = new SelectionGate(environment, pool, runs, config.gate());
        this.test = new FinalTest(environment, pool, runs, config);
    }

    /** Starts a session and learns until it is solved, on a plateau, out of rounds, or stopped. */
    public LearningReport learn(String sessionId, List<String> seedDescriptions, String configuration) {
        SeedTaskManager seeds = new SeedTaskManager(environment);
        List<String> families = seeds.families(seeds.addMultipleSeedTasks(seedDescriptions));
        if (pool.distinct(families(families), Split.SELECTION, TaskFamily.Wording.KNOWN, 1, 0, TaskPool.nothingSeen())
                .isEmpty()) {
            throw new PrerequisiteException("""
                    Environment (%s) has no selection task that can be checked, so no gain could be proven.
                    Add tables, or seed tasks that fit them.""".formatted(environment.name()));
        }
        Demonstrations.Found found = demonstrations.find(families(families));
        if (config.evaluation().answerOnlyArm() && store.find(sessionId).isEmpty()) {
            create(AnswerOnlyArm.id(sessionId), AnswerOnlyArm.configuration(configuration));
            begin(AnswerOnlyArm.id(sessionId), families, found);
        }
        create(sessionId, configuration);
        try (SessionStore.Hold held = store.hold(sessionId)) {
            return compared(sessionId, begin(sessionId, families, found).run());
        }
    }

    private void create(String sessionId, String configuration) {
        store.create(new SessionRecord(
                sessionId, environment.name(), config.seed(), configuration, RUNNING, clock.millis(), ""));
    }

    private Session begin(String sessionId, List<String> families, Demonstrations.Found found) {
        Session session = new Session(sessionId, LearningState.start(families), trainer.untrained());
        session.imitate(found.examples());
        session.commit(found.made(), new PolicyTrainer.Batch(List.of(), List.of()), found.events(), true);
        return session;
    }

    /** Goes on with a session as if it had never been interrupted; a finished one gives its report again. */
    public LearningReport resume(String sessionId) {
        SessionRecord record = store.find(sessionId)
                .orElseThrow(() ->
                        new PrerequisiteException("There is no session (%s) in this store.".formatted(sessionId)));
        if (!record.report().isEmpty() && !record.status().equals(RUNNING)) {
            return ReportJson.read(record.report());
        }
        try (SessionStore.Hold held = store.hold(sessionId)) {
            if (!record.report().isEmpty()) {
                return compared(sessionId, ReportJson.read(record.report()));
            }
            Optional<SessionCommit> last = store.lastCommit(sessionId);
            if (last.isEmpty()) {
                throw new PrerequisiteException(
                        "Session (%s) was stopped before it began; start a new one.".formatted(sessionId));
            }
            return compared(sessionId, new Session(sessionId, last.get()).run());
        }
    }

    /** Where an arm is wanted and the session itself has ended, lets the arm learn and adds its row to the report. */
    private LearningReport compared(String sessionId, LearningReport report) {
        if (!config.evaluation().answerOnlyArm() || report.stopReason().equals(STOPPED)) {
            return report;
        }
        EnvironmentLearner learner =
                new EnvironmentLearner(environment, trainer, AnswerOnlyArm.config(config), store, clock, this::pass);
        arm = learner;
        if (stopRequested) {
            learner.requestStop();
        }
        LearningReport other = learner.resume(AnswerOnlyArm.id(sessionId));
        if (other.stopReason().equals(STOPPED)) {
            return report;
        }
        LearningReport whole = AnswerOnlyArm.compared(report, other);
        store.finish(sessionId, whole.stopReason(), ReportJson.write(whole));
        return whole;
    }

    private void pass(LearningListener.Progress now) {
        progress = now;
        listener.on(now);
    }

    /**
     * Tries a session's base and learned agent on tasks of a split, and writes nothing. The test split gives the rows of
     * the final report.
     */
    public Map<String, LearningReport.Row> evaluate(String sessionId, Split split) {
        SessionCommit last = store.lastCommit(sessionId)
                .orElseThrow(() -> new PrerequisiteException(
                        "Session (%s) has not begun, so there is no agent to try.".formatted(sessionId)));
        Session session = new Session(sessionId, last);
        return test.evaluate(split, session.base(), session.learned());
    }

    /** Asks a running session to save and stop at the next wave; safe to call from any thread. */
    public void requestStop() {
        stopRequested = true;
        EnvironmentLearner learner = arm;
        if (learner != null) {
            learner.requestStop();
        }
    }

    /** Where the session stands now; empty before it starts. Safe to call from any thread while it runs. */
    public Optional<LearningListener.Progress> getLearningProgress() {
        return Optional.ofNullable(progress);
    }

    private List<TaskFamily> families(List<String> names) {
        return environment.families().stream()
                .filter(family -> names.contains(family.name()))
                .toList();
    }

    /** One session while this process holds it. */
    private final class Session {
        private final String id;
        private final Map<String, List<Judged>> replay = new HashMap<>();
        private LearningState state;
        private Agent candidate;
        private Agent incumbent;
        private long nextCommit;
        /** The same thread for every save: the store's native library keeps memory for each thread that it saw. */
        private final ExecutorService saver = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("save").factory());

        private CompletableFuture<Void> saved = CompletableFuture.completedFuture(null);

        Session(String id, LearningState state, Agent untrained) {
            this.id = id;
            this.state = state;
            this.candidate = untrained;
            this.incumbent = untrained;
        }

        Session(String id, SessionCommit last) {
            this.id = id;
            this.state = LearningState.fromJson(last.state());
            this.candidate = load(last, "candidate");
            this.incumbent = load(last, "incumbent");
            this.nextCommit = last.index() + 1;
            state.replay().forEach((family, ids) -> {
                Map<String, Judged> found = new HashMap<>();
                store.rollouts(id, Set.copyOf(ids))
                        .forEach(judged -> found.put(judged.rollout().key().id(), judged));
                replay.put(family, new ArrayList<>(ids.stream().map(found::get).toList()));
            });
        }

        private Agent load(SessionCommit last, String name) {
            byte[] bytes = last.blobs().get(name);
            if (bytes == null) {
                throw new IllegalStateException("Session (%s) has no saved policy (%s).".formatted(id, name));
            }
            return trainer.load(bytes);
        }

        LearningReport run() {
            try {
                return learn();
            } finally {
                try {
                    awaitSaved();
                } finally {
                    saver.shutdown();
                }
            }
        }

        private LearningReport learn() {
            tell("explore", Tally.NONE, "");
            while (!state.stopped() && !stopRequested) {
                learnOneRound();
            }
            if (stopRequested && !state.stopped()) {
                awaitSaved();
                tell("stopped", Tally.NONE, "stopped; everything up to the last wave is saved");
                return test.withoutTest(id, state, STOPPED);
            }
            return conclude();
        }

        /** One round: explore, contrast and update in several waves, warm memory, then the gate, then new tasks. */
        private void learnOneRound() {
            if (state.round() > config.environmentLearner().maxLearningRounds()) {
                state = state.stopping("rounds");
                return;
            }
            while (state.wave() < wavesARound()) {
                if (stopRequested) {
                    return;
                }
                learnOneWave();
            }
            passGate();
        }

        private int wavesARound() {
            return config.trajectoryOptimizer().exploration()
                    ? config.environmentLearner().optimizationRoundsPerCycle()
                    : 0;
        }

        /** Clones demonstrations into the candidate; the incumbent stays the base agent until the gate has compared them. */
        void imitate(List<PolicyTrainer.Example> examples) {
            for (int pass = 0; pass < PASSES && !examples.isEmpty(); pass++) {
                candidate = trainer.train(candidate, new PolicyTrainer.Batch(examples, List.of()));
            }
        }

        private void learnOneWave() {
            long start = clock.millis();
            PolicyVersion version =
                    new PolicyVersion("r" + state.round() + "w" + state.wave(), candidate, state.candidateMemory());
            List<Task> tasks = chooseTasks();
            List<Judged> rollouts = optimizer.explore(tasks, version, state.round(), state.wave());
            PolicyTrainer.Batch batch = optimizer.contrast(rollouts);
            candidate = trainer.train(candidate, withReplay(batch));
            Mastery mastery = masteryAfter(rollouts);
            remember(rollouts, mastery);
            Memory memory = config.memoryWarmer().enabled()
                    ? warmer.warm(
                            state.candidateMemory(),
                            rollouts,
                            config.trajectoryOptimizer().failureAnalysis() ? batch.pairs() : List.of())
                    : Memory.EMPTY;
            Tally tally = tally(rollouts);
            List<SessionEvent> events = new ArrayList<>();
            state = state.afterWave(
                    mastery,
                    practisedAfter(mastery, events),
                    replayIds(),
                    memory,
                    tally,
                    rollouts.size(),
                    steps(rollouts),
                    (clock.millis() - start) / 1000.0);
            commit(rollouts, batch, events, false);
            tell("explore", tally, "");
        }

        private List<Task> chooseTasks() {
            var learning = config.environmentLearner();
            SplittableRandom random =
                    new SplittableRandom(config.seed() * 7919 + state.round() * 104_729L + state.wave());
            List<Task> tasks = new ArrayList<>();
            List<TaskFamily> practised = families(state.families());
            for (int tries = 0;
                    tasks.size() < learning.tasksPerRound() && tries < 20 * learning.tasksPerRound();
                    tries++) {
                TaskFamily family = drawFamily(practised, random);
                pool.training(family, learning.pool(), random)
                        .filter(task ->
                                tasks.stream().noneMatch(other -> other.id().equals(task.id())))
                        .ifPresent(tasks::add);
            }
            return tasks;
        }

        /** Draws what to practise: a share of what was tried least lately, the rest by the curriculum. */
        private TaskFamily drawFamily(List<TaskFamily> practised, SplittableRandom random) {
            double bias = config.taskGenerator().explorationBias();
            if (bias > 0 && random.nextDouble() < bias) {
                return state.mastery().drawLeastTried(practised, random);
            }
            double pace = config.taskGenerator().difficultyProgressionRate() * (state.round() - 1);
            return state.mastery().draw(practised, config.environmentLearner().curriculum(), pace, random);
        }

        /**
         * Adds earlier successes of families that are not solved; and once half of the families go well, all of it once more with its
         * questions in other words.
         */
        private PolicyTrainer.Batch withReplay(PolicyTrainer.Batch batch) {
            List<PolicyTrainer.Example> imitated = new ArrayList<>(batch.examples());
            imitated.addAll(replayed());
            List<PolicyTrainer.Example> examples = new ArrayList<>();
            boolean reword = halfGoesWell();
            for (PolicyTrainer.Example example : imitated) {
                examples.add(example);
                if (reword) {
                    examples.addAll(reworded(example));
                }
            }
            return new PolicyTrainer.Batch(
                    examples, config.trajectoryOptimizer().contrastiveLearning() ? batch.pairs() : List.of());
        }

        private List<PolicyTrainer.Example> replayed() {
            List<PolicyTrainer.Example> examples = new ArrayList<>();
            SplittableRandom random =
                    new SplittableRandom(config.seed() * 31 + state.round() * 7L + state.wave() * 1_000_003L);
            for (String family : state.families()) {
                List<Judged> kept = replay.getOrDefault(family, List.of());
                if (!kept.isEmpty() && !state.mastery().solved(family)) {
                    for (int i = 0; i < REPLAYED; i++) {
                        Judged winner = kept.get(random.nextInt(kept.size()));
                        examples.add(optimizer.imitating(winner, REPLAY_WEIGHT));
                    }
                }
            }
            return examples;
        }

        /** Tells whether half of the families that are practised, or wait for their turn, go well. */
        private boolean halfGoesWell() {
            List<String> names = config.taskGenerator().enabled()
                    ? environment.families().stream()
                            .filter(family -> !family.heldOut()
                                    && !family.groups(Split.TRAIN).isEmpty())
                            .map(TaskFamily::name)
                            .toList()
                    : state.families();
            return 2 * names.stream().filter(state.mastery()::goesWell).count() >= names.size();
        }

        /**
         * Returns an example with its question in other words: what solves the one solves the other. They are the same words
         * throughout a round, since reading new ones takes longer than learning from them.
         */
        private List<PolicyTrainer.Example> reworded(PolicyTrainer.Example example) {
            List<PolicyTrainer.Example> others = new ArrayList<>();
            Judged attempt = example.attempt();
            SplittableRandom random = new SplittableRandom((config.seed() * 31 + state.round()) * 1_000_003L
                    + attempt.task().id().hashCode());
            for (TaskFamily family : families(List.of(attempt.task().family()))) {
                for (int i = 0; i < config.taskGenerator().rewordings(); i++) {
                    family.reword(attempt.task(), random)
                            .map(task -> new Judged(task, attempt.rollout(), attempt.evaluation()))
                            .ifPresent(judged -> others.add(new PolicyTrainer.Example(judged, example.weight())));
                }
            }
            return others;
        }

        private void remember(List<Judged> rollouts, Mastery mastery) {
            if (!config.trajectoryOptimizer().cloning()) {
                return;
            }
            TrajectoryOptimizer.byTask(rollouts).values().stream()
                    .map(TrajectoryOptimizer::shortestSuccess)
                    .flatMap(Optional::stream)
                    .forEach(winner -> {
                        List<Judged> kept = replay.computeIfAbsent(winner.task().family(), family -> new ArrayList<>());
                        kept.add(winner);
                        if (kept.size() > REPLAY_KEPT) {
                            kept.removeFirst();
                        }
                    });
            replay.keySet().removeIf(mastery::solved);
        }

        private SortedMap<String, List<String>> replayIds() {
            SortedMap<String, List<String>> ids = new TreeMap<>();
            replay.forEach((family, kept) -> ids.put(
                    family,
                    kept.stream().map(judged -> judged.rollout().key().id()).toList()));
            return ids;
        }

        private Mastery masteryAfter(List<Judged> rollouts) {
            SortedMap<String, int[]> counts = new TreeMap<>();
            for (Judged judged : rollouts) {
                if (judged.scored()) {
                    int[] count = counts.computeIfAbsent(judged.task().family(), family -> new int[2]);
                    count[judged.grounded() ? 0 : 1]++;
                }
            }
            Mastery mastery = state.mastery();
            for (Map.Entry<String, int[]> entry : counts.entrySet()) {
                mastery = mastery.after(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
            }
            return mastery;
        }

        private void passGate() {
            long start = clock.millis();
            tell("gate", Tally.NONE, "");
            PolicyVersion before = new PolicyVersion(state.incumbent(), incumbent, state.incumbentMemory());
            String name = "v" + state.versions();
            Memory proposedMemory = warmer.endRound(state.candidateMemory());
            PolicyVersion proposed = new PolicyVersion(name, candidate, proposedMemory);
            SelectionGate.Result result = selection.compare(
                    before,
                    proposed,
                    families(state.families()),
                    state.round(),
                    state.sinceCommit() + 1,
                    state.selectionDrawn(),
                    state.incumbentRecord());
            Verdict verdict = result.verdict();
            boolean accepted = verdict.decision() == Verdict.Decision.COMMITTED
                    || !config.gate().enabled();
            boolean keep = accepted || verdict.decision() != Verdict.Decision.REJECTED;
            List<SessionEvent> events = new ArrayList<>();
            events.add(new SessionEvent(SessionEvent.Kind.VERDICT, state.round(), name, ReportJson.write(verdict)));
            if (accepted) {
                events.add(new SessionEvent(
                        SessionEvent.Kind.VERSION,
                        state.round(),
                        name,
                        ReportJson.write(Map.of("parent", state.incumbent(), "flips", verdict.flips()))));
                for (MemoryItem.Insight insight : proposedMemory.insights()) {
                    events.add(new SessionEvent(
                            SessionEvent.Kind.INSIGHT, state.round(), insight.id(), ReportJson.write(insight)));
                }
            }
            boolean missed = !accepted && verdict.decision() == Verdict.Decision.INCONCLUSIVE;
            int misses = missed ? state.fullBudgetMisses() + 1 : state.fullBudgetMisses();
            Interval interval = Wilson.interval(
                    result.candidate().successes(),
                    Math.max(1, result.candidate().attempts()));
            boolean solved = accepted
                    && result.candidate().attempts() >= 60
                    && interval.low() >= config.environmentLearner().convergenceThreshold()
                    && environment.families().stream()
                            .allMatch(family -> family.heldOut()
                                    || state.families().contains(family.name())
                                    || !config.taskGenerator().enabled());
            String stop = solved ? "solved" : !accepted && misses >= FULL_BUDGET_MISSES ? "plateau" : "";
            LearningReport.CurvePoint point = new LearningReport.CurvePoint(
                    state.round(),
                    state.rollouts(),
                    rate(state.training()),
                    rate(result.candidate()),
                    List.of(interval.low(), interval.high()));
            events.add(new SessionEvent(SessionEvent.Kind.METRIC, state.round(), "curve", ReportJson.write(point)));
            String message = "round %d: %s after %d pairs, selection %d -> %d of %d"
                    .formatted(
                            state.round(),
                            verdict.decision().name().toLowerCase(java.util.Locale.ROOT),
                            verdict.pairs(),
                            verdict.incumbentSuccesses(),
                            verdict.candidateSuccesses(),
                            verdict.pairs());
            state = state.withCandidateMemory(proposedMemory)
                    .afterGate(new LearningState.GateResult(
                            accepted,
                            keep,
                            missed,
                            name,
                            accepted ? result.candidateRecord() : result.incumbentRecord(),
                            counted(state.gate(), verdict.decision()),
                            point,
                            result.attempts().size(),
                            steps(result.attempts()),
                            (clock.millis() - start) / 1000.0,
                            stop));
            if (accepted) {
                incumbent = candidate;
            } else if (!keep) {
                candidate = incumbent;
            }
            commit(result.attempts(), new PolicyTrainer.Batch(List.of(), List.of()), events, true);
            tell("gate", result.candidate(), message);
        }

        /** The families to practise from now on: every few waves the generator may add some. */
        private List<String> practisedAfter(Mastery mastery, List<SessionEvent> events) {
            if (!config.taskGenerator().enabled() || state.wave() % WAVES_A_GENERATION != WAVES_A_GENERATION - 1) {
                return state.families();
            }
            AutonomousTaskGenerator.Generation generation = generator.generate(state.families(), mastery::goesWell);
            if (!generation.admitted().isEmpty() || !generation.refused().isEmpty()) {
                events.add(new SessionEvent(
                        SessionEvent.Kind.METRIC,
                        state.round(),
                        "generated-w" + state.wave(),
                        ReportJson.write(generation)));
            }
            List<String> practised = new ArrayList<>(state.families());
            practised.addAll(generation.admitted());
            return practised;
        }

        private LearningReport conclude() {
            long start = clock.millis();
            tell("test", Tally.NONE, "");
            FinalTest.Result result = test.run(id, state, base(), learned(), exampleFinder(), store);
            if (!holds(result.attempts())) {
                commit(result.attempts(), new PolicyTrainer.Batch(List.of(), List.of()), List.of(), false);
                awaitSaved();
            }
            LearningReport report = result.report((clock.millis() - start) / 1000.0);
            String stop = report.stopReason();
            if (config.evaluation().answerOnlyArm()) {
                report = AnswerOnlyArm.awaited(report);
                store.finish(id, RUNNING, ReportJson.write(report));
                tell(
                        "done",
                        Tally.NONE,
                        "stopped: " + stop + "; learning once more from answers alone, for comparison");
            } else {
                store.finish(id, stop, ReportJson.write(report));
                tell("done", Tally.NONE, "stopped: " + stop);
            }
            return report;
        }

        /** Tells whether the attempts were kept by an earlier run, which died before the report was. */
        private boolean holds(List<Judged> attempts) {
            return !attempts.isEmpty()
                    && !store.rollouts(
                                    id,
                                    Set.of(attempts.getFirst().rollout().key().id()))
                            .isEmpty();
        }

        PolicyVersion base() {
            return new PolicyVersion("v0", trainer.untrained(), Memory.EMPTY);
        }

        PolicyVersion learned() {
            return new PolicyVersion(state.incumbent(), incumbent, state.incumbentMemory());
        }

        private FinalTest.ExampleFinder exampleFinder() {
            return new FinalTest.ExampleFinder(
                    id,
                    store,
                    new RewardMarginPairing(config.trajectoryOptimizer().pairMargin()),
                    attemptsATask());
        }

        private int attemptsATask() {
            var optimizing = config.trajectoryOptimizer();
            return optimizing.trajectoriesPerRound() * optimizing.maxExplorationRounds();
        }

        /** Saves the session as it stands, while the next wave explores; never two saves at once, and in order. */
        private void commit(
                List<Judged> rollouts, PolicyTrainer.Batch batch, List<SessionEvent> events, boolean withIncumbent) {
            awaitSaved();
            Map<String, Agent> agents = withIncumbent
                    ? Map.of("candidate", candidate, "incumbent", incumbent)
                    : Map.of("candidate", candidate);
            LearningState reached = state;
            long index = nextCommit++;
            saved = CompletableFuture.runAsync(
                    () -> {
                        Map<String, byte[]> blobs = new HashMap<>();
                        agents.forEach((name, agent) -> blobs.put(name, trainer.save(agent)));
                        store.commit(
                                id, new SessionCommit(index, reached.toJson(), blobs, rollouts, batch.pairs(), events));
                    },
                    saver);
        }

        /** Waits until everything committed is saved; throws what saving threw. */
        private void awaitSaved() {
            try {
                saved.join();
            } catch (CompletionException failed) {
                saved = CompletableFuture.completedFuture(null);
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (failed.getCause() instanceof Error error) {
                    throw error;
                }
                throw failed;
            }
        }

        private void tell(String phase, Tally tally, String message) {
            Interval interval =
                    tally.attempts() == 0 ? new Interval(0, 1) : Wilson.interval(tally.successes(), tally.attempts());
            var learning = config.environmentLearner();
            long waves = (long) learning.maxLearningRounds() * wavesARound();
            long wavesDone = (state.round() - 1L) * wavesARound() + state.wave();
            long atMost = waves * learning.tasksPerRound() * attemptsATask()
                    + 2L * config.gate().maxPairs() * learning.maxLearningRounds();
            long planned = wavesDone == 0 ? atMost : Math.max(state.rollouts(), state.rollouts() * waves / wavesDone);
            LearningListener.Progress now = new LearningListener.Progress(
                    id,
                    Math.min(state.round(), learning.maxLearningRounds()),
                    learning.maxLearningRounds(),
                    phase,
                    state.rollouts(),
                    planned,
                    rate(tally),
                    interval.low(),
                    interval.high(),
                    message);
            pass(now);
        }
    }

    private static LearningReport.Gate counted(LearningReport.Gate gate, Verdict.Decision decision) {
        return new LearningReport.Gate(
                gate.candidates() + 1,
                gate.committed() + (decision == Verdict.Decision.COMMITTED ? 1 : 0),
                gate.rejected() + (decision == Verdict.Decision.REJECTED ? 1 : 0),
                gate.vetoed() + (decision == Verdict.Decision.VETOED ? 1 : 0),
                gate.inconclusive() + (decision == Verdict.Decision.INCONCLUSIVE ? 1 : 0));
    }

    private static Tally tally(List<Judged> rollouts) {
        Tally tally = Tally.NONE;
        for (Judged judged : rollouts) {
            if (judged.scored()) {
                tally = tally.plus(judged.success());
            }
        }
        return tally;
    }

    private static long steps(List<Judged> rollouts) {
        return rollouts.stream().mapToLong(Judged::length).sum();
    }

    private static double rate(Tally tally) {
        return tally.attempts() == 0 ? 0 : (double) tally.successes() / tally.attempts();
    }
}
