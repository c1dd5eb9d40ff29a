package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.Reflection;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.learn.warm.Warmup;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.memory.Memory;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;
import org.tapelearn.run.End;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.task.Task;

/** One session while this process holds it: the main loop, round by round and wave by wave. */
final class LearningSession implements AutoCloseable {
    static final String RUNNING = "running";
    static final String STOPPED = "stopped";
    static final String BUDGET = "budget";
    /** How often demonstrations are cloned one after the other; three times as often was no better on selection tasks. */
    private static final int PASSES = 10;

    private static final int WAVES_A_GENERATION = 6;

    private final LearningParts parts;
    private final String id;
    private final Observer observer;
    private final Practice practice;
    private final Replay replay;
    private final GateRound gate;
    private final Saver saver = new Saver();
    private volatile LearningState state;
    private Agent candidate;
    private Agent incumbent;
    private long nextCommit;

    /** Whoever runs the session: is told how it goes, and may ask it to stop. */
    interface Observer {
        boolean stopRequested();

        void on(LearningListener.Progress progress, LearningState state);

        /**
         * Gives the seed descriptions that came since it was last asked.
         *
         * @param last it will not be asked again
         */
        List<String> takeSeeds(boolean last);
    }

    private LearningSession(
            LearningParts parts,
            String id,
            Observer observer,
            LearningState state,
            Agent candidate,
            Agent incumbent,
            long nextCommit) {
        this.parts = parts;
        this.id = id;
        this.observer = observer;
        this.practice = new Practice(parts);
        this.replay = new Replay(parts);
        this.gate = new GateRound(parts);
        this.state = state;
        parts.told.tell(state.ledger().seeds());
        this.candidate = candidate;
        this.incumbent = incumbent;
        this.nextCommit = nextCommit;
    }

    /** A session that has learned nothing yet. */
    static LearningSession begin(LearningParts parts, String id, Observer observer, LearningState state) {
        Agent untrained = parts.trainer.untrained();
        return new LearningSession(parts, id, observer, state, untrained, untrained, 0);
    }

    /** A session as its last commit left it. */
    static LearningSession load(LearningParts parts, String id, Observer observer, SessionCommit last) {
        LearningState state = LearningState.fromJson(last.state());
        LearningSession session = new LearningSession(
                parts,
                id,
                observer,
                state,
                policy(parts, id, last, "candidate"),
                policy(parts, id, last, "incumbent"),
                last.index() + 1);
        session.replay.load(id, state);
        return session;
    }

    private static Agent policy(LearningParts parts, String id, SessionCommit last, String name) {
        byte[] bytes = last.blobs().get(name);
        if (bytes == null) {
            throw new IllegalStateException("Session (%s) has no saved policy (%s).".formatted(id, name));
        }
        return parts.trainer.load(bytes);
    }

    /** Learns until it is solved, on a plateau, out of rounds, stopped, or until a model can no longer be asked. */
    LearningReport run() {
        try {
            return learnAndTest();
        } catch (LlmFailure failure) {
            if (!failure.kind().pauses()) {
                throw failure;
            }
            return paused(failure);
        }
    }

    /** Everything up to the last wave is saved; what was tried since is tried again when the session goes on. */
    private LearningReport paused(LlmFailure failure) {
        saver.await();
        String message = String.valueOf(failure.getMessage());
        tell(
                "stopped",
                Tally.NONE,
                "paused: " + String.join(" ", message.lines().toList()));
        if (failure.kind() == LlmFailure.Kind.BUDGET) {
            return parts.test.withoutTest(id, state, BUDGET).with(parts.store.modelUse(id));
        }
        throw new PrerequisiteException(
                "%s%nThe session is saved. Go on with: tapelearn resume %s".formatted(message, id), failure);
    }

    private LearningReport learnAndTest() {
        tell("explore", Tally.NONE, "");
        while (!state.stopped() && !observer.stopRequested()) {
            learnOneRound();
        }
        takeSeeds(true);
        if (observer.stopRequested() && !state.stopped()) {
            saver.await();
            tell("stopped", Tally.NONE, "stopped; everything up to the last wave is saved");
            return parts.test.withoutTest(id, state, STOPPED).with(parts.store.modelUse(id));
        }
        return conclude();
    }

    /** One round: explore, contrast and update in several waves, warm memory, then the gate, then new tasks. */
    private void learnOneRound() {
        if (state.round() > goal().maxRounds()) {
            state = state.stopping("rounds");
            return;
        }
        while (state.wave() < wavesARound() && !usedUp()) {
            if (observer.stopRequested()) {
                return;
            }
            learnOneWave();
        }
        passGate();
        if (usedUp() && !state.stopped()) {
            state = state.stopping("budget");
        }
    }

    /** Tells whether as many calls were made in the environment as may be, or as much time was taken. */
    private boolean usedUp() {
        long steps = parts.config.environmentLearner().maxEnvironmentSteps();
        double minutes = parts.config.environmentLearner().maxMinutes();
        return (steps > 0 && state.steps() >= steps) || (minutes > 0 && state.seconds() >= 60 * minutes);
    }

    private Ledger.Goal goal() {
        return state.goal(parts.config.environmentLearner());
    }

    private int wavesARound() {
        return parts.config.trajectoryOptimizer().exploration()
                ? parts.config.environmentLearner().optimizationRoundsPerCycle()
                : 0;
    }

    /** One wave: tries tasks, learns from the attempts, keeps what is worth keeping, and may take up new families. */
    private void learnOneWave() {
        takeSeeds(false);
        long start = parts.clock.millis();
        PolicyVersion version =
                new PolicyVersion("r" + state.round() + "w" + state.wave(), candidate, state.candidateMemory());
        List<Task> tasks = new ArrayList<>(practice.tasks(state));
        tasks.addAll(practice.unchecked(state));
        List<Judged> rollouts = parts.optimizer.explore(
                tasks, version, state.round(), state.wave(), state.mastery().practised());
        requireOneUnbroken(rollouts);
        PolicyTrainer.Batch batch = parts.optimizer.contrast(
                rollouts, parts.config.memoryWarmer().recall() ? version.memory() : Memory.EMPTY);
        candidate = parts.trainer.train(candidate, replay.with(batch, state));
        Mastery mastery = Practice.after(state.mastery(), rollouts);
        replay.keep(rollouts, mastery);
        List<SessionEvent> events = new ArrayList<>();
        Warmup warmup = warmed(rollouts, batch, events);
        AutonomousTaskGenerator.Generation generated = generate(mastery);
        Tally tally = tally(rollouts);
        events.addAll(generated(generated));
        Decisions.wave(state, tasks, rollouts, tally, batch, warmup);
        state = state.afterWave(
                mastery,
                joined(state.families(), generated.admitted()),
                replay.ids(),
                warmup.memory(),
                tally,
                rollouts.size(),
                steps(rollouts),
                (parts.clock.millis() - start) / 1000.0,
                accounted(rollouts, batch, warmup, generated));
        commit(rollouts, batch, events, false);
        tell("explore", tally, "");
    }

    /** Where every attempt of a wave broke, the next ones would too: somebody must mend something first. */
    private void requireOneUnbroken(List<Judged> rollouts) {
        if (!rollouts.isEmpty()
                && rollouts.stream().allMatch(judged -> judged.rollout().end() instanceof End.Broken)
                && rollouts.getFirst().rollout().end() instanceof End.Broken broken) {
            saver.await();
            throw new PrerequisiteException("""
                All %d attempts of the wave broke, the first by: %s.
                The session is saved as it was before. Mend this, and go on with: tapelearn resume %s\
                """.formatted(rollouts.size(), broken.cause(), id));
        }
    }

    private Warmup warmed(List<Judged> rollouts, PolicyTrainer.Batch batch, List<SessionEvent> events) {
        if (!parts.config.memoryWarmer().enabled()) {
            return Warmup.NONE;
        }
        List<TrajectoryPair> pairs = parts.config.trajectoryOptimizer().failureAnalysis() ? batch.pairs() : List.of();
        Optional<Reflection> reflection = parts.trainer.reflection();
        if (reflection.isEmpty()) {
            return parts.warmer.warmMemory(
                    state.candidateMemory(), state.ledger().patterns(), rollouts, pairs);
        }
        return parts.warmer.warmMemory(
                state.candidateMemory(), state.ledger().patterns(), rollouts, pairs.size(), memory -> {
                    Reflection.Reflected reflected = reflection
                            .get()
                            .reflect(memory, pairs, "reflect/%d/%d".formatted(state.round(), state.wave()));
                    Decisions.reflected(reflected);
                    events.add(reflected(reflected));
                    return reflected.memory();
                });
    }

    private SessionEvent reflected(Reflection.Reflected reflected) {
        return new SessionEvent(
                SessionEvent.Kind.METRIC,
                state.round(),
                "reflected-w" + state.wave(),
                ReportJson.write(new Thoughts(reflected.asked(), reflected.applied(), reflected.refused())));
    }

    /** What came of the pairs of a wave, as an event. */
    private record Thoughts(int pairs, int applied, List<String> refused) {}

    /** Every few waves the generator may take up further families. */
    private AutonomousTaskGenerator.Generation generate(Mastery mastery) {
        return parts.config.taskGenerator().enabled() && state.wave() % WAVES_A_GENERATION == WAVES_A_GENERATION - 1
                ? parts.generator.generate(state.families(), mastery::goesWell)
                : new AutonomousTaskGenerator.Generation(List.of(), new TreeMap<>());
    }

    private List<SessionEvent> generated(AutonomousTaskGenerator.Generation generation) {
        if (generation.admitted().isEmpty() && generation.refused().isEmpty()) {
            return List.of();
        }
        Decisions.generated(generation);
        return List.of(new SessionEvent(
                SessionEvent.Kind.METRIC, state.round(), "generated-w" + state.wave(), ReportJson.write(generation)));
    }

    private Ledger accounted(
            List<Judged> rollouts,
            PolicyTrainer.Batch batch,
            Warmup warmup,
            AutonomousTaskGenerator.Generation generated) {
        Ledger ledger = state.ledger();
        Counts counts = ledger.counts()
                .afterWave(rollouts, batch.pairs(), parts.config.memoryWarmer().enabled(), parts.dataSources);
        return ledger.with(counts, warmup.patterns(), ledger.after(generated));
    }

    /** Takes up what the user wants learned beside, before the next wave, and saves it so that a resumed session agrees. */
    private void takeSeeds(boolean last) {
        List<String> descriptions = observer.takeSeeds(last);
        if (descriptions.isEmpty()) {
            return;
        }
        Ledger ledger = state.ledger();
        SeedTaskManager manager =
                new SeedTaskManager(parts.environment, parts.classifier, ledger.seeds(), ledger.context());
        List<SeedTask> added =
                descriptions.stream().map(manager::addSeedTaskFromDescription).toList();
        state = state.with(
                ledger.adding(added, state.round(), state.wave()), joined(state.families(), manager.families(added)));
        parts.told.tell(state.ledger().seeds());
        Decisions.seeds(added);
        commit(List.of(), PolicyTrainer.Batch.NOTHING, List.of(), false);
    }

    /** The one and what the other has beyond it. */
    private static List<String> joined(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        other.stream().filter(name -> !both.contains(name)).forEach(both::add);
        return both;
    }

    private void passGate() {
        tell("gate", Tally.NONE, "");
        GateRound.Outcome outcome = gate.pass(state, incumbent, candidate);
        Decisions.gate(outcome);
        state = outcome.state();
        if (outcome.accepted()) {
            incumbent = candidate;
        } else if (!outcome.keep()) {
            candidate = incumbent;
        }
        Map<String, byte[]> kept = outcome.accepted() ? KeptVersions.of(parts.trainer, learned()) : Map.of();
        commit(outcome.attempts(), PolicyTrainer.Batch.NOTHING, outcome.events(), true, kept);
        tell("gate", outcome.tally(), outcome.message());
    }

    /** Tries base and learned agent on the test tasks, and reports. */
    private LearningReport conclude() {
        long start = parts.clock.millis();
        tell("test", Tally.NONE, "");
        FinalTest.Result result = parts.test.run(id, state, base(), learned(), exampleFinder(), parts.store);
        if (!holds(result.attempts())) {
            commit(result.attempts(), PolicyTrainer.Batch.NOTHING, List.of(), false);
            saver.await();
        }
        LearningReport report =
                noted(result.report((parts.clock.millis() - start) / 1000.0)).with(parts.store.modelUse(id));
        String stop = report.stopReason();
        if (parts.config.evaluation().answerOnlyArm()) {
            report = AnswerOnlyArm.awaited(report);
            parts.store.finish(id, RUNNING, ReportJson.write(report));
            tell("done", Tally.NONE, "stopped: " + stop + "; learning once more from answers alone, for comparison");
        } else {
            parts.store.finish(id, stop, ReportJson.write(report));
            tell("done", Tally.NONE, "stopped: " + stop);
        }
        return report;
    }

    private LearningReport noted(LearningReport report) {
        if (parts.judging.note().isEmpty()) {
            return report;
        }
        List<String> notes = new ArrayList<>(report.notes());
        notes.add(parts.judging.note() + ".");
        return report.with(report.rows(), notes);
    }

    /** Tries the learned agent on more test tasks and adds the attempts; returns how many. */
    int testFurther(int each) {
        Set<String> held = parts
                .store
                .tapes(id, new SessionStore.TapeQuery(RolloutKey.Phase.TEST_LEARNED.label(), "", "", Integer.MAX_VALUE))
                .stream()
                .map(SessionStore.TapeHead::rolloutId)
                .collect(Collectors.toSet());
        List<Judged> attempts = parts.test.further(each, learned(), held);
        if (!attempts.isEmpty()) {
            commit(attempts, PolicyTrainer.Batch.NOTHING, List.of(), false);
            saver.await();
        }
        return attempts.size();
    }

    /** Tells whether the attempts were kept by an earlier run, which died before the report was. */
    private boolean holds(List<Judged> attempts) {
        return !attempts.isEmpty()
                && !parts.store
                        .rollouts(id, Set.of(attempts.getFirst().rollout().key().id()))
                        .isEmpty();
    }

    /** Clones demonstrations into the candidate; the incumbent stays the base agent until the gate has compared them. */
    void imitate(List<PolicyTrainer.Example> examples) {
        for (int pass = 0; pass < PASSES && !examples.isEmpty(); pass++) {
            candidate = parts.trainer.train(candidate, PolicyTrainer.Batch.imitating(examples));
        }
    }

    PolicyVersion base() {
        return new PolicyVersion("v0", parts.trainer.untrained(), Memory.EMPTY);
    }

    PolicyVersion learned() {
        return new PolicyVersion(state.incumbent(), incumbent, state.incumbentMemory());
    }

    private FinalTest.ExampleFinder exampleFinder() {
        return new FinalTest.ExampleFinder(
                id,
                parts.store,
                new RewardMarginPairing(parts.config.trajectoryOptimizer().pairMargin()),
                parts.config.trajectoryOptimizer().attemptsATask());
    }

    /** Commits the session as it begins. */
    void commitStart(List<Judged> made, List<SessionEvent> events) {
        commit(made, PolicyTrainer.Batch.NOTHING, events, true);
    }

    /** Learns as far as asked for, from now on, and saves that where it is news. */
    void aim(Ledger.Goal asked) {
        if (!asked.equals(goal())) {
            state = state.with(state.ledger().with(asked), state.families());
            commit(List.of(), PolicyTrainer.Batch.NOTHING, List.of(), false);
        }
    }

    /** Waits until the last wave is saved; for any thread. */
    void flush() {
        saver.flush();
    }

    LearningState state() {
        return state;
    }

    /** Puts an earlier version in force again, with its memory, and saves that; learning goes on from it. */
    void rollBack(PolicyVersion earlier) {
        SessionEvent event = new SessionEvent(
                SessionEvent.Kind.METRIC,
                state.round(),
                "rolled-back-from-" + state.incumbent(),
                ReportJson.write(Map.of("to", earlier.id())));
        state = state.rolledBack(earlier);
        candidate = earlier.agent();
        incumbent = earlier.agent();
        commit(List.of(), PolicyTrainer.Batch.NOTHING, List.of(event), true);
        saver.await();
    }

    /** Saves the session as it stands, while the next wave explores. */
    private void commit(
            List<Judged> rollouts, PolicyTrainer.Batch batch, List<SessionEvent> events, boolean withIncumbent) {
        commit(rollouts, batch, events, withIncumbent, Map.of());
    }

    private void commit(
            List<Judged> rollouts,
            PolicyTrainer.Batch batch,
            List<SessionEvent> events,
            boolean withIncumbent,
            Map<String, byte[]> kept) {
        Map<String, Agent> agents =
                withIncumbent ? Map.of("candidate", candidate, "incumbent", incumbent) : Map.of("candidate", candidate);
        LearningState reached = state;
        long index = nextCommit++;
        saver.save(() -> {
            Map<String, byte[]> blobs = new HashMap<>(kept);
            agents.forEach((name, agent) -> blobs.put(name, parts.trainer.save(agent)));
            parts.store.commit(id, new SessionCommit(index, reached.toJson(), blobs, rollouts, batch.pairs(), events));
        });
    }

    private void tell(String phase, Tally tally, String message) {
        Interval interval =
                tally.attempts() == 0 ? new Interval(0, 1) : Wilson.interval(tally.successes(), tally.attempts());
        int rounds = goal().maxRounds();
        LearningListener.Progress now = new LearningListener.Progress(
                id,
                Math.min(state.round(), rounds),
                rounds,
                phase,
                state.rollouts(),
                planned(rounds),
                tally.rate(),
                interval.low(),
                interval.high(),
                message);
        observer.on(now, state);
    }

    /** Attempts if all rounds are used, as far as those made tell. */
    private long planned(int rounds) {
        long waves = (long) rounds * wavesARound();
        long done = (state.round() - 1L) * wavesARound() + state.wave();
        if (done > 0) {
            return Math.max(state.rollouts(), state.rollouts() * waves / done);
        }
        return waves
                        * parts.config.environmentLearner().tasksPerRound()
                        * parts.config.trajectoryOptimizer().attemptsATask()
                + 2L * parts.config.gate().maxPairs() * rounds;
    }

    static Tally tally(List<Judged> rollouts) {
        Tally tally = Tally.NONE;
        for (Judged judged : rollouts) {
            if (judged.scored()) {
                tally = tally.plus(judged.success());
            }
        }
        return tally;
    }

    static long steps(List<Judged> rollouts) {
        return rollouts.stream().mapToLong(Judged::length).sum();
    }

    @Override
    public void close() {
        saver.close();
    }
}
