package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.evaluate.Judges;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/**
 * Explores and contrasts: makes several attempts at each task, judges them, and finds what to learn from them. Follows ETO
 * (ACL 2024), with one's own verified successes in place of an expert's.
 */
public final class TrajectoryOptimizer {
    /** The version that an expert's attempts bear, and the agent of their steps. */
    public static final String EXPERT = "expert";

    /** Grounded successes after which a task has taught what it can for now. */
    static final int ENOUGH = 2;

    /** Attempts at a task of a family that succeeds: few tasks are first solved by a later one. */
    private static final int ONCE_SUCCESSFUL = 8;

    /** How much the calls that earned partial credit count beside a success, for full credit. */
    public static final double PARTIAL_WEIGHT = 0.3;

    private static final double SUCCESS_THRESHOLD = 0.7;
    private static final double PAIR_MARGIN = 0.2;

    private final Runner runner;
    private final Evaluator evaluator;
    private final Judges judges;
    private final Shortener shortener;
    private final RewardMarginPairing pairing;
    private final Settings settings;
    private final long sessionSeed;
    private volatile Optimization.Summary summary = Optimization.Summary.NONE;

    /**
     * What exploring and contrasting depends on.
     *
     * @param attempts attempts at each task of a wave, at least 1
     * @param rounds how often a task may get so many attempts, as long as it has no grounded success, at least 1
     * @param cloning imitate successes
     * @param pairs tell successes from failures
     * @param shuffleRewards give each attempt another one's judgement, and let the true one steer nothing, as a control
     * @param threads attempts at different tasks made at the same time
     * @param shortenedCalls the most calls of an attempt that is shortened before it is imitated
     * @param partialWeight how much the calls that earned partial credit count where no attempt succeeded, beside a success and for
     *     full credit; 0 imitates successes only
     */
    public record Settings(
            int attempts,
            int rounds,
            boolean cloning,
            boolean pairs,
            boolean shuffleRewards,
            int threads,
            int shortenedCalls,
            double partialWeight) {
        /** Attempts of up to 14 calls are shortened, and partial credit counts for a little. */
        public Settings(int attempts, int rounds, boolean cloning, boolean pairs, boolean shuffleRewards, int threads) {
            this(attempts, rounds, cloning, pairs, shuffleRewards, threads, 14, PARTIAL_WEIGHT);
        }
    }

    public TrajectoryOptimizer(
            Environment environment,
            Runner runner,
            Evaluator evaluator,
            RewardMarginPairing pairing,
            Settings settings,
            long sessionSeed) {
        this(environment, runner, evaluator, Judges.NONE, pairing, settings, sessionSeed);
    }

    /** An optimizer that asks judges about attempts which nothing can check. */
    public TrajectoryOptimizer(
            Environment environment,
            Runner runner,
            Evaluator evaluator,
            Judges judges,
            RewardMarginPairing pairing,
            Settings settings,
            long sessionSeed) {
        this.runner = runner;
        this.evaluator = evaluator;
        this.judges = judges;
        this.shortener = new Shortener(environment, evaluator, settings.shortenedCalls());
        this.pairing = pairing;
        this.settings = settings;
        this.sessionSeed = sessionSeed;
    }

    /**
     * An optimizer for use by itself: attempts succeed when their final check holds, milestones earn partial credit, and nothing is
     * recalled.
     *
     * @param trajectoriesPerRound attempts at each task of a round at most
     * @param maxExplorationRounds how often a task gets so many while it has no grounded success
     */
    public static TrajectoryOptimizer of(
            Environment environment, int trajectoriesPerRound, int maxExplorationRounds, long seed) {
        return new TrajectoryOptimizer(
                environment,
                new Runner(environment, Recall.NOTHING, Limits.DEFAULT, seed),
                new Evaluator(SUCCESS_THRESHOLD, true),
                new RewardMarginPairing(PAIR_MARGIN),
                new Settings(trajectoriesPerRound, maxExplorationRounds, true, true, false, 1),
                seed);
    }

    /**
     * Optimises on these tasks: round after round explores, judges, pairs and updates a candidate, and explores again with it,
     * until every task has a grounded success or the rounds are used. The agent given stays as it is.
     */
    public Optimization optimizeTrajectories(List<Task> tasks, PolicyTrainer trainer, Agent start, int maxRounds) {
        Optimization done = new OptimizationRounds(this, trainer).run(tasks, start, maxRounds);
        summary = done.summary();
        return done;
    }

    /** Counts of the latest {@link #optimizeTrajectories}; all zero before the first. */
    public Optimization.Summary getOptimizationSummary() {
        return summary;
    }

    /**
     * Tries every task several times; the attempts at one task know of one another, those at different tasks do not. In families
     * that succeed already, eight attempts are enough; in those without a success some avoid the ways of failed attempts,
     * and in those that do not go well some follow successes.
     */
    public List<Judged> explore(List<Task> tasks, PolicyVersion version, int round, int wave, Practised practised) {
        List<Judged> judged = new ArrayList<>();
        Parallel.map(settings.threads(), tasks, task -> attempts(task, version, round, wave, practised))
                .forEach(judged::addAll);
        return settings.shuffleRewards() ? shuffled(judged, round, wave) : judged;
    }

    private List<Judged> attempts(Task task, PolicyVersion version, int round, int wave, Practised practised) {
        boolean few = practised.succeeding().contains(task.family()) && !settings.shuffleRewards();
        int wanted = few ? Math.min(settings.attempts(), ONCE_SUCCESSFUL) : settings.attempts();
        List<Judged> judged = new ArrayList<>();
        List<List<ToolCall>> failed = new ArrayList<>();
        int successes = 0;
        for (int attempt = 0; attempt < wanted * settings.rounds(); attempt++) {
            if (successes > 0 && attempt >= wanted) {
                break;
            }
            RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, round, wave, task.id(), attempt);
            Rollout rollout = runner.run(
                    version, task, key, Briefing.Mode.EXPLORE, failed, practised.trails(task.family(), attempt));
            Judged attempted = new Judged(task, rollout, evaluated(task, rollout));
            judged.add(attempted);
            if (judged.stream().anyMatch(Judged::weaklyPassed)
                    && judged.stream().anyMatch(Judged::weaklyFailed)) {
                break;
            }
            if (settings.shuffleRewards() || !attempted.scored()) {
                continue;
            }
            if (!attempted.success()) {
                failed.add(rollout.tape().calls());
            } else if (attempted.grounded() && ++successes >= ENOUGH) {
                break;
            }
        }
        return judged;
    }

    /** Judges are asked where there is no checker, never beside one. */
    private Evaluation evaluated(Task task, Rollout rollout) {
        return task.checkable() || rollout.end() instanceof End.Broken
                ? evaluator.evaluate(task, rollout)
                : judges.judge(task, rollout);
    }

    private List<Judged> shuffled(List<Judged> judged, int round, int wave) {
        List<Evaluation> evaluations = new ArrayList<>();
        judged.forEach(each -> evaluations.add(each.evaluation()));
        Collections.shuffle(evaluations, new Random(sessionSeed * 31 + round * 1009L + wave));
        List<Judged> mixed = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            mixed.add(new Judged(judged.get(i).task(), judged.get(i).rollout(), evaluations.get(i)));
        }
        return mixed;
    }

    /**
     * Finds what the attempts of a wave teach: the shortest grounded success of each task to imitate, or where there is
     * none the part of the best attempt that earned its credit; pairs of success and failure; and calls that ended failures.
     */
    public PolicyTrainer.Batch contrast(List<Judged> wave, Memory memory) {
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        List<TrajectoryPair> pairs = new ArrayList<>();
        List<Judged> endings = new ArrayList<>();
        Map<String, List<Judged>> perTask = byTask(wave);
        if (settings.cloning()) {
            List<Optional<PolicyTrainer.Example>> found =
                    Parallel.map(settings.threads(), List.copyOf(perTask.values()), this::example);
            found.forEach(example -> example.ifPresent(examples::add));
        }
        if (settings.pairs()) {
            perTask.values().forEach(attempts -> {
                pairs.addAll(pairing.pairs(attempts));
                WeakPairing.pair(attempts).ifPresent(pairs::add);
                endings.addAll(Endings.of(attempts));
            });
        }
        return new PolicyTrainer.Batch(examples, pairs, endings, memory);
    }

    /** Groups attempts by task, in the order in which the tasks first come. */
    public static Map<String, List<Judged>> byTask(List<Judged> attempts) {
        Map<String, List<Judged>> perTask = new LinkedHashMap<>();
        for (Judged attempt : attempts) {
            perTask.computeIfAbsent(attempt.task().id(), id -> new ArrayList<>())
                    .add(attempt);
        }
        return perTask;
    }

    private Optional<PolicyTrainer.Example> example(List<Judged> attempts) {
        Optional<Judged> winner = shortestSuccess(attempts);
        if (winner.isPresent()) {
            return winner.map(success -> imitating(success, 1));
        }
        return attempts.stream()
                .filter(attempt -> settings.partialWeight() > 0 && attempt.reward() > 0 && !attempt.success())
                .max(Comparator.comparingDouble(Judged::reward)
                        .thenComparing(Comparator.comparingInt(Judged::length).reversed()))
                .map(best -> imitating(best, settings.partialWeight() * best.reward()));
    }

    /** An example of what an attempt needed, without the rest of it; the whole of it where judgements are shuffled. */
    public PolicyTrainer.Example imitating(Judged attempt, double weight) {
        return new PolicyTrainer.Example(settings.shuffleRewards() ? attempt : shortener.shorten(attempt), weight);
    }

    /** An example of what another session's attempt needed; empty unless a replay of it is a grounded success again. */
    public Optional<PolicyTrainer.Example> demonstrating(Judged attempt) {
        try {
            return shortener.replay(attempt).grounded()
                    ? Optional.of(new PolicyTrainer.Example(shortener.shorten(attempt), 1))
                    : Optional.empty();
        } catch (EnvironmentFault notHere) {
            return Optional.empty();
        }
    }

    /**
     * Makes an expert's calls, and returns the attempt as an example to imitate whole; empty unless the checker finds a grounded
     * success.
     *
     * @param attempt the number of the attempt at the task
     */
    public Optional<PolicyTrainer.Example> expert(Task task, List<ToolCall> calls, int attempt) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, task.id(), attempt);
        Tape nothing = new Tape(new TapeMetadata(key.id(), null, EXPERT, 0), List.of());
        Rollout unmade = new Rollout(key, EXPERT, nothing, new End.Finished(), List.of(), List.of());
        try {
            List<Step.Action> actions = calls.stream()
                    .map(call -> new Step.Action(new StepMetadata("", EXPERT, "act"), call))
                    .toList();
            Judged made = shortener.replay(new Judged(task, unmade, new Evaluation.Unscored("not made yet")), actions);
            if (!made.grounded()) {
                return Optional.empty();
            }
            Tape tape = new Tape(nothing.metadata(), made.rollout().tape().steps());
            Rollout whole =
                    new Rollout(key, EXPERT, tape, unmade.end(), made.rollout().findings(), List.of());
            return Optional.of(new PolicyTrainer.Example(new Judged(task, whole, made.evaluation()), 1));
        } catch (EnvironmentFault notHere) {
            return Optional.empty();
        }
    }

    /** Returns the grounded success with the fewest calls, the earliest of equals. */
    public static Optional<Judged> shortestSuccess(List<Judged> attempts) {
        return attempts.stream().filter(Judged::grounded).min(Comparator.comparingInt(Judged::length));
    }
}
