package org.tapelearn.learn;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.task.Split;
import org.tapelearn.task.TaskFamily;

/**
 * The outer loop: gives an environment, a trainable agent and a few seed descriptions, and hands back an agent that is
 * measurably better, with the evidence in the store. Equal configuration and seed give equal sessions, stopped and resumed or
 * not. The loop itself is in {@code LearningSession}.
 */
public final class EnvironmentLearner {
    private final LearningParts parts;
    private final LearningListener listener;
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
        this.parts = new LearningParts(environment, trainer, config, store, clock);
        this.listener = listener;
        this.demonstrations = new Demonstrations(store, parts.optimizer, config);
    }

    /** Starts a session and learns until it is solved, on a plateau, out of rounds, or stopped. */
    public LearningReport learn(String sessionId, List<String> seedDescriptions, String configuration) {
        SeedTaskManager seeds = new SeedTaskManager(parts.environment);
        List<String> families = seeds.families(seeds.addMultipleSeedTasks(seedDescriptions));
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
                    Add tables, or seed tasks that fit them.""".formatted(parts.environment.name()));
        }
        Demonstrations.Found found = demonstrations.find(parts.environment.name());
        if (parts.config.evaluation().answerOnlyArm()
                && parts.store.find(sessionId).isEmpty()) {
            create(AnswerOnlyArm.id(sessionId), AnswerOnlyArm.configuration(configuration));
            try (LearningSession begun = begin(AnswerOnlyArm.id(sessionId), families, found)) {
                // saved when closed; it learns after the session itself
            }
        }
        create(sessionId, configuration);
        try (SessionStore.Hold held = parts.store.hold(sessionId);
                LearningSession session = begin(sessionId, families, found)) {
            return compared(sessionId, session.run());
        }
    }

    private void create(String sessionId, String configuration) {
        parts.store.create(new SessionRecord(
                sessionId,
                parts.environment.name(),
                parts.config.seed(),
                configuration,
                LearningSession.RUNNING,
                parts.clock.millis(),
                ""));
    }

    private LearningSession begin(String sessionId, List<String> families, Demonstrations.Found found) {
        LearningSession session =
                LearningSession.begin(parts, sessionId, observer(), LearningState.start(families));
        session.imitate(found.examples());
        session.commitStart(found.events());
        return session;
    }

    private LearningSession.Observer observer() {
        return new LearningSession.Observer() {
            @Override
            public boolean stopRequested() {
                return stopRequested;
            }

            @Override
            public void on(LearningListener.Progress now) {
                pass(now);
            }
        };
    }

    /** Goes on with a session as if it had never been interrupted; a finished one gives its report again. */
    public LearningReport resume(String sessionId) {
        SessionRecord record = parts.store
                .find(sessionId)
                .orElseThrow(() ->
                        new PrerequisiteException("There is no session (%s) in this store.".formatted(sessionId)));
        if (!record.report().isEmpty() && !record.status().equals(LearningSession.RUNNING)) {
            return ReportJson.read(record.report());
        }
        try (SessionStore.Hold held = parts.store.hold(sessionId)) {
            if (!record.report().isEmpty()) {
                return compared(sessionId, ReportJson.read(record.report()));
            }
            SessionCommit last = parts.store
                    .lastCommit(sessionId)
                    .orElseThrow(() -> new PrerequisiteException(
                            "Session (%s) was stopped before it began; start a new one.".formatted(sessionId)));
            try (LearningSession session = LearningSession.load(parts, sessionId, observer(), last)) {
                return compared(sessionId, session.run());
            }
        }
    }

    /** Where an arm is wanted and the session itself has ended, lets the arm learn and adds its row to the report. */
    private LearningReport compared(String sessionId, LearningReport report) {
        if (!parts.config.evaluation().answerOnlyArm() || report.stopReason().equals(LearningSession.STOPPED)) {
            return report;
        }
        EnvironmentLearner learner = new EnvironmentLearner(
                parts.environment,
                parts.trainer,
                AnswerOnlyArm.config(parts.config),
                parts.store,
                parts.clock,
                this::pass);
        arm = learner;
        if (stopRequested) {
            learner.requestStop();
        }
        LearningReport other = learner.resume(AnswerOnlyArm.id(sessionId));
        if (other.stopReason().equals(LearningSession.STOPPED)) {
            return report;
        }
        LearningReport whole = AnswerOnlyArm.compared(report, other);
        parts.store.finish(sessionId, whole.stopReason(), ReportJson.write(whole));
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
        SessionCommit last = parts.store
                .lastCommit(sessionId)
                .orElseThrow(() -> new PrerequisiteException(
                        "Session (%s) has not begun, so there is no agent to try.".formatted(sessionId)));
        try (LearningSession session = LearningSession.load(parts, sessionId, observer(), last)) {
            return parts.test.evaluate(split, session.base(), session.learned());
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

    /** Where the session stands now; empty before it starts. Safe to call from any thread while it runs. */
    public Optional<LearningListener.Progress> getLearningProgress() {
        return Optional.ofNullable(progress);
    }
}
