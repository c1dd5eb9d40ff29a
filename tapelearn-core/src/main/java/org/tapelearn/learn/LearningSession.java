package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.memory.Memory;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;
import org.tapelearn.task.Task;

/** One session while this process holds it: the main loop, round by round and wave by wave. */
final class LearningSession implements AutoCloseable {
    static final String RUNNING = "running";
    static final String STOPPED = "stopped";
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
    private LearningState state;
    private Agent candidate;
    private Agent incumbent;
    private long nextCommit;

    /** Whoever runs the session: is told how it goes, and may ask it to stop. */
    interface Observer {
        boolean stopRequested();

        void on(LearningListener.Progress progress);
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

    /** Learns until it is solved, on a plateau, out of rounds, or stopped. */
    LearningReport run() {
        tell("explore", Tally.NONE, "");
        while (!state.stopped() && !observer.stopRequested()) {
            learnOneRound();
        }
        if (observer.stopRequested() && !state.stopped()) {
            saver.await();
            tell("stopped", Tally.NONE, "stopped; everything up to the last wave is saved");
            return parts.test.withoutTest(id, state, STOPPED);
        }
        return conclude();
    }

    /** One round: explore, contrast and update in several waves, warm memory, then the gate, then new tasks. */
    private void learnOneRound() {
        if (state.round() > parts.config.environmentLearner().maxLearningRounds()) {
            state = state.stopping("rounds");
            return;
        }
        while (state.wave() < wavesARound()) {
            if (observer.stopRequested()) {
                return;
            }
            learnOneWave();
        }
        passGate();
    }

    private int wavesARound() {
        return parts.config.trajectoryOptimizer().exploration()
                ? parts.config.environmentLearner().optimizationRoundsPerCycle()
                : 0;
    }

    /** One wave: tries tasks, learns from the attempts, keeps what is worth keeping, and may take up new families. */
    private void learnOneWave() {
        long start = parts.clock.millis();
        PolicyVersion version =
                new PolicyVersion("r" + state.round() + "w" + state.wave(), candidate, state.candidateMemory());
        List<Task> tasks = practice.tasks(state);
        List<Judged> rollouts = parts.optimizer.explore(
                tasks, version, state.round(), state.wave(), state.mastery().trodden());
        PolicyTrainer.Batch batch = parts.optimizer.contrast(rollouts, version.memory());
        candidate = parts.trainer.train(candidate, replay.with(batch, state));
        Mastery mastery = Practice.after(state.mastery(), rollouts);
        replay.keep(rollouts, mastery);
        Memory memory = warmed(rollouts, batch);
        Tally tally = tally(rollouts);
        List<SessionEvent> events = new ArrayList<>();
        state = state.afterWave(
                mastery,
                practisedAfter(mastery, events),
                replay.ids(),
                memory,
                tally,
                rollouts.size(),
                steps(rollouts),
                (parts.clock.millis() - start) / 1000.0);
        commit(rollouts, batch, events, false);
        tell("explore", tally, "");
    }

    private Memory warmed(List<Judged> rollouts, PolicyTrainer.Batch batch) {
        return parts.config.memoryWarmer().enabled()
                ? parts.warmer.warm(
                        state.candidateMemory(),
                        rollouts,
                        parts.config.trajectoryOptimizer().failureAnalysis() ? batch.pairs() : List.of())
                : Memory.EMPTY;
    }

    /** The families to practise from now on: every few waves the generator may add some. */
    private List<String> practisedAfter(Mastery mastery, List<SessionEvent> events) {
        if (!parts.config.taskGenerator().enabled() || state.wave() % WAVES_A_GENERATION != WAVES_A_GENERATION - 1) {
            return state.families();
        }
        AutonomousTaskGenerator.Generation generation = parts.generator.generate(state.families(), mastery::goesWell);
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

    private void passGate() {
        tell("gate", Tally.NONE, "");
        GateRound.Outcome outcome = gate.pass(state, incumbent, candidate);
        state = outcome.state();
        if (outcome.accepted()) {
            incumbent = candidate;
        } else if (!outcome.keep()) {
            candidate = incumbent;
        }
        commit(outcome.attempts(), PolicyTrainer.Batch.NOTHING, outcome.events(), true);
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
        LearningReport report = result.report((parts.clock.millis() - start) / 1000.0);
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
                attemptsATask());
    }

    private int attemptsATask() {
        var optimizing = parts.config.trajectoryOptimizer();
        return optimizing.trajectoriesPerRound() * optimizing.maxExplorationRounds();
    }

    /** Commits the session as it begins. */
    void commitStart(List<SessionEvent> events) {
        commit(List.of(), PolicyTrainer.Batch.NOTHING, events, true);
    }

    /** Saves the session as it stands, while the next wave explores. */
    private void commit(
            List<Judged> rollouts, PolicyTrainer.Batch batch, List<SessionEvent> events, boolean withIncumbent) {
        Map<String, Agent> agents =
                withIncumbent ? Map.of("candidate", candidate, "incumbent", incumbent) : Map.of("candidate", candidate);
        LearningState reached = state;
        long index = nextCommit++;
        saver.save(() -> {
            Map<String, byte[]> blobs = new HashMap<>();
            agents.forEach((name, agent) -> blobs.put(name, parts.trainer.save(agent)));
            parts.store.commit(
                    id, new SessionCommit(index, reached.toJson(), blobs, rollouts, batch.pairs(), events));
        });
    }

    private void tell(String phase, Tally tally, String message) {
        Interval interval =
                tally.attempts() == 0 ? new Interval(0, 1) : Wilson.interval(tally.successes(), tally.attempts());
        int rounds = parts.config.environmentLearner().maxLearningRounds();
        observer.on(new LearningListener.Progress(
                id,
                Math.min(state.round(), rounds),
                rounds,
                phase,
                state.rollouts(),
                planned(rounds),
                tally.rate(),
                interval.low(),
                interval.high(),
                message));
    }

    /** Attempts if all rounds are used, as far as those made tell. */
    private long planned(int rounds) {
        long waves = (long) rounds * wavesARound();
        long done = (state.round() - 1L) * wavesARound() + state.wave();
        if (done > 0) {
            return Math.max(state.rollouts(), state.rollouts() * waves / done);
        }
        return waves * parts.config.environmentLearner().tasksPerRound() * attemptsATask()
                + 2L * parts.config.gate().maxPairs() * rounds;
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

    static long steps(List<Judged> rollouts) {
        return rollouts.stream().mapToLong(Judged::length).sum();
    }

    @Override
    public void close() {
        saver.close();
    }
}
