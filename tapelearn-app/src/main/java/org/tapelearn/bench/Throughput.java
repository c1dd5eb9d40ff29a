package org.tapelearn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.Practised;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.policy.RandomPolicy;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Measures how fast attempts, learning and the store are, on one thread. What is done depends on the seed alone. */
public final class Throughput {
    private static final int WAVE = 48;
    private static final int ATTEMPTS = 24;
    private static final int COMMIT = 500;
    private static final String SESSION = "bench";

    private final Environment environment;
    private final Runner runner;
    private final long seed;
    private final int waves;

    /**
     * Works on an environment.
     *
     * @param waves of {@value #WAVE} tasks, of which every part makes as many attempts as it needs; the first are slow
     */
    public Throughput(Environment environment, long seed, int waves) {
        this.environment = environment;
        this.runner = new Runner(environment, Recall.NOTHING, Limits.of(environment), seed);
        this.seed = seed;
        this.waves = waves;
    }

    /**
     * Measures everything.
     *
     * @param scratch an empty folder for the store
     * @param tell is told of each figure when it is there
     */
    public void measure(Path scratch, Consumer<Figure> tell) {
        List<Task> tasks = tasks(environment, seed, waves * WAVE);
        double random = attempts(tasks, tell);
        List<Judged> rollouts = learning(tasks, random, tell);
        writing(rollouts, scratch, tell);
        new LogSpeed(environment, seed).measure(tasks, scratch.resolve("calls"), tell);
    }

    /** So many training tasks, of every family alike. */
    static List<Task> tasks(Environment environment, long seed, int count) {
        List<Task> tasks = new ArrayList<>();
        for (long number = 0; tasks.size() < count; number++) {
            for (TaskFamily family : environment.families()) {
                List<String> groups = family.heldOut() ? List.of() : family.groups(Split.TRAIN);
                if (!groups.isEmpty()) {
                    String group = groups.get((int) (number % groups.size()));
                    family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, seed * 1_000_003 + number)
                            .ifPresent(tasks::add);
                }
            }
        }
        return tasks.subList(0, count);
    }

    /** Attempts with random choices, as they come and once more. */
    private double attempts(List<Task> tasks, Consumer<Figure> tell) {
        PolicyVersion version = new PolicyVersion("random", new RandomPolicy(), Memory.EMPTY);
        double[] speeds = new double[2];
        List<Rollout> rollouts = List.of();
        for (int pass = 0; pass < 2; pass++) {
            long start = System.nanoTime();
            rollouts = tasks.stream()
                    .map(task -> runner.run(version, task, key(task, 0), Briefing.Mode.EXPLORE, List.of()))
                    .toList();
            speeds[pass] = steps(rollouts) / seconds(start);
        }
        long start = System.nanoTime();
        for (int i = 0; i < tasks.size(); i++) {
            replay(tasks.get(i), rollouts.get(i));
        }
        double plain = steps(rollouts) / seconds(start);
        String baseline = "the same calls alone";
        tell.accept(new Figure("random steps, at first", speeds[0], baseline, plain));
        tell.accept(new Figure("random steps, once warm", speeds[1], baseline, plain));
        return speeds[1];
    }

    /** Makes the calls of an attempt without asking what is admissible, without a tape and without checking. */
    private void replay(Task task, Rollout rollout) {
        try (Episode episode = environment.open(task, rollout.key().worldSeed())) {
            for (ToolCall call : rollout.tape().calls()) {
                episode.step(call);
            }
        }
    }

    /** Exploring and training, wave after wave; returns the attempts. */
    private List<Judged> learning(List<Task> tasks, double random, Consumer<Figure> tell) {
        EmbeddedTrainer trainer = new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.DEFAULT, 1);
        TrajectoryOptimizer optimizer = new TrajectoryOptimizer(
                environment,
                runner,
                new Evaluator(0.7, true),
                new RewardMarginPairing(0.2),
                new TrajectoryOptimizer.Settings(ATTEMPTS, 1, true, false, false, 1),
                seed);
        Agent policy = trainer.untrained();
        List<Judged> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int wave = 0; wave < waves; wave++) {
            List<Judged> attempts = optimizer.explore(
                    tasks.subList(wave * WAVE, (wave + 1) * WAVE),
                    new PolicyVersion("w" + wave, policy, Memory.EMPTY),
                    1,
                    wave,
                    Practised.NOTHING);
            PolicyTrainer.Batch batch = optimizer.contrast(attempts, Memory.EMPTY);
            policy = trainer.train(policy, batch);
            all.addAll(attempts);
        }
        double speed = steps(all.stream().map(Judged::rollout).toList()) / seconds(start);
        tell.accept(new Figure("learning steps", speed, "random steps, once warm", random));
        return all;
    }

    /** Commits attempts to a store, and the same tapes as JSON lines to a file that is forced as often. */
    private void writing(List<Judged> rollouts, Path scratch, Consumer<Figure> tell) {
        double own;
        try (SessionStore store = SqliteSessionStore.open(scratch)) {
            store.create(new SessionRecord(SESSION, environment.name(), seed, "{}", "running", 0, ""));
            long start = System.nanoTime();
            for (int from = 0; from < rollouts.size(); from += COMMIT) {
                List<Judged> part = rollouts.subList(from, Math.min(from + COMMIT, rollouts.size()));
                store.commit(SESSION, new SessionCommit(from / COMMIT, "{}", Map.of(), part, List.of(), List.of()));
            }
            own = rollouts.size() / seconds(start);
        }
        long start = System.nanoTime();
        try (FileChannel file =
                FileChannel.open(scratch.resolve("plain.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int from = 0; from < rollouts.size(); from += COMMIT) {
                for (Judged judged : rollouts.subList(from, Math.min(from + COMMIT, rollouts.size()))) {
                    String line = TapeJson.write(judged.rollout().tape()) + "\n";
                    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                }
                file.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double plain = rollouts.size() / seconds(start);
        tell.accept(new Figure("attempts stored", own, "tapes as lines of a file", plain));
    }

    private static RolloutKey key(Task task, int attempt) {
        return new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, task.id(), attempt);
    }

    private static long steps(List<Rollout> rollouts) {
        return rollouts.stream()
                .mapToLong(rollout -> rollout.tape().calls().size())
                .sum();
    }

    private static double seconds(long start) {
        return Math.max(1, System.nanoTime() - start) / 1e9;
    }
}
