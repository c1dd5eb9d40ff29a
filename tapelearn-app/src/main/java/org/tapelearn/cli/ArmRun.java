package org.tapelearn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tapelearn.bench.ArmResult;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.live.PlainLines;
import org.tapelearn.cli.live.Ticker;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.Score;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.TaskFamily;

/** One arm of an experiment with one seed: a session of its own, and a file with what it came to. */
final class ArmRun {
    private static final String RESULT = ".json";
    private static final String TIME = ".seconds";
    private static final String STOPPED = "stopped";

    private final Shell shell;
    private final CommonOptions common;
    private final Settings settings;
    private final String arm;
    private final String session;
    private final Path folder;
    private final int testsEach;

    /** @param testsEach how many test tasks of each kind that is trained on the learned agent is to try */
    ArmRun(Shell shell, CommonOptions common, Settings settings, String arm, Path folder, int testsEach) {
        this.shell = shell;
        this.common = common;
        this.settings = settings;
        this.arm = arm;
        this.session = arm + "-seed" + settings.learner().seed();
        this.folder = folder;
        this.testsEach = testsEach;
    }

    static boolean isResult(Path file) {
        return file.getFileName().toString().matches(".+-seed-?\\d+\\" + RESULT);
    }

    static ArmResult read(Path file) throws IOException {
        try {
            return ArmResult.read(Files.readString(file));
        } catch (IllegalArgumentException broken) {
            throw new PrerequisiteException(
                    "The result (%s) cannot be read: %s%nDelete it: its arm is then measured from its session again."
                            .formatted(file, broken.getMessage()),
                    broken);
        }
    }

    boolean done() {
        return Files.exists(folder.resolve(session + RESULT));
    }

    /**
     * Learns, or goes on, and writes the result.
     *
     * @param deadline when to stop and save, in milliseconds of the clock
     * @return whether it is done
     */
    boolean learn(long deadline) throws IOException {
        long start = shell.clock().millis();
        AtomicReference<@Nullable EnvironmentLearner> running = new AtomicReference<>();
        LearningReport report;
        List<ArmResult.Attempt> attempts;
        try (CleanStop stop = new CleanStop(shell, session);
                SessionStore store = SqliteSessionStore.open(settings.store());
                Environment environment = shell.environments()
                        .offer(settings.environment())
                        .opener()
                        .open(settings);
                Ticker ticker = new Ticker(Duration.ofSeconds(1), () -> {
                    EnvironmentLearner learner = running.get();
                    if (learner != null && shell.clock().millis() >= deadline) {
                        learner.requestStop();
                    }
                })) {
            EnvironmentLearner learner =
                    Learners.of(settings, environment, SessionModel.none().llm(), store, shell.clock(), listener());
            running.set(learner);
            stop.byWayOf(learner::requestStop);
            report = learner.hasBegun(session)
                    ? learner.resume(session)
                    : learner.learn(session, settings.seedTasks(), settings.json());
            boolean stopped = report.stopReason().equals(STOPPED);
            if (!stopped) {
                learner.testFurther(session, testsEach);
            }
            addSeconds((shell.clock().millis() - start) / 1000.0);
            if (stopped) {
                return false;
            }
            attempts = attempts(store, environment);
        }
        write(report, attempts);
        return true;
    }

    private LearningListener listener() {
        return common.quiet() || common.json() ? LearningListener.NONE : new PlainLines(shell.err(), shell.clock());
    }

    private List<ArmResult.Attempt> attempts(SessionStore store, Environment environment) {
        Set<String> unseen = new HashSet<>();
        environment.families().stream().filter(TaskFamily::heldOut).forEach(family -> unseen.add(family.name()));
        Set<String> ids = new HashSet<>();
        store.tapes(session, new SessionStore.TapeQuery("test-learned", "", "", Integer.MAX_VALUE))
                .forEach(head -> ids.add(head.rolloutId()));
        List<ArmResult.Attempt> attempts = new ArrayList<>();
        store.rollouts(session, ids).stream()
                .filter(judged -> judged.scored())
                .map(judged -> new ArmResult.Attempt(
                        judged.task().id(),
                        judged.task().family(),
                        unseen.contains(judged.task().family()),
                        Score.of(judged),
                        judged.success()))
                .forEach(attempts::add);
        return attempts;
    }

    /** The time of all runs so far is kept beside the result, since an arm may be stopped and go on. */
    private void addSeconds(double more) throws IOException {
        Files.writeString(folder.resolve(session + TIME), String.format(Locale.ROOT, "%.1f", secondsBefore() + more));
    }

    private double secondsBefore() throws IOException {
        Path file = folder.resolve(session + TIME);
        return Files.exists(file) ? Double.parseDouble(Files.readString(file).strip()) : 0;
    }

    private void write(LearningReport report, List<ArmResult.Attempt> attempts) throws IOException {
        ArmResult result = new ArmResult(
                arm,
                settings.learner().seed(),
                secondsBefore(),
                report.rollouts(),
                report.environmentSteps(),
                report.stopReason(),
                ArmResult.thisMachine(),
                attempts);
        Path partial = folder.resolve(session + ".partial");
        Files.writeString(partial, result.json());
        Files.move(partial, folder.resolve(session + RESULT), StandardCopyOption.REPLACE_EXISTING);
    }
}
