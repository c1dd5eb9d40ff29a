package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Role;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.CueRecall;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.memory.Recalled;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.TapedEpisode;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;

/**
 * Trains the embedded policy: behaviour cloning, L = - sum_t log pi(a_t|s_t), and the preference loss of ETO (ACL 2024),
 * L = - log sigma(beta * [sum_t log pi/pi0 (a_t^w|s_t^w) - sum_t log pi/pi0 (a_t^l|s_t^l)]), from the first divergence on,
 * where pi0 is the policy before the update; and unlikelihood (Welleck et al., ICLR 2020), L = - log (1 - pi(a|s)), of calls that
 * ended failed attempts. What the policy saw at each step is rebuilt by replaying the tape's calls in the
 * environment, so a tape is all that has to be kept.
 */
public final class EmbeddedTrainer implements PolicyTrainer {
    /** Attempts whose choices are described together: enough for all threads, little enough to be forgotten. Two such lots are held at once. */
    private static final int TRACED = 8;

    /** Their calls at most, unless one attempt has more: a call's description may take a megabyte. */
    private static final int TRACED_CALLS = 75;

    private final Environment environment;
    private final Settings settings;
    private final Goals goals;
    private final ToolShapes shapes;
    private final Recall recall;
    private final Role role;
    private final int threads;

    /**
     * How to train.
     *
     * @param learningRate AdaGrad's step size, above 0
     * @param temperature of the exploring softmax at the first attempt at a task, above 0
     * @param warming how much warmer each failed attempt at a task makes the next one at it, at least 0
     * @param epsilon share of uniform choices when exploring
     * @param beta sharpness of the preference loss
     * @param preferenceWeight weight of the preference loss beside cloning, at least 0
     * @param endingWeight weight of the unlikelihood of calls that ended failed attempts, at least 0
     * @param alternatives the most calls of each tool that a choice is told from, or 0 for all: fewer make an estimate of the loss
     */
    public record Settings(
            double learningRate,
            double temperature,
            double warming,
            double epsilon,
            double beta,
            double preferenceWeight,
            double endingWeight,
            int alternatives) {
        /** Every choice is told from all its alternatives, and endings count for nothing. */
        public Settings(
                double learningRate,
                double temperature,
                double warming,
                double epsilon,
                double beta,
                double preferenceWeight) {
            this(learningRate, temperature, warming, epsilon, beta, preferenceWeight, 0, 0);
        }

        /** Imitation alone. */
        public static final Settings DEFAULT = new Settings(0.1, 1, 0.1, 0.05, 0.1, 0);

        /** As a learner is configured; the preference loss counts for nothing without contrastive learning. */
        public static Settings of(LearnerConfig.TrajectoryOptimizerConfig config) {
            return new Settings(
                    config.learningRate(),
                    config.temperature(),
                    config.warming(),
                    config.epsilon(),
                    config.beta(),
                    config.contrastiveLearning() ? config.preferenceWeight() : 0,
                    config.contrastiveLearning() ? config.endingWeight() : 0,
                    config.alternatives());
        }

        EmbeddedPolicy.Exploring exploring() {
            return new EmbeddedPolicy.Exploring(temperature, warming, epsilon);
        }
    }

    /** Makes a trainer of policies to which words that they never met mean nothing. */
    public EmbeddedTrainer(Environment environment, Settings settings, int threads) {
        this(environment, settings, WordMeanings.NONE, threads);
    }

    /** Makes a trainer of policies that read words they never met by their meaning. */
    public EmbeddedTrainer(Environment environment, Settings settings, WordMeanings meanings, int threads) {
        this(environment, settings, new Goals(meanings), new Role.Alone(), threads);
    }

    private EmbeddedTrainer(Environment environment, Settings settings, Goals goals, Role role, int threads) {
        this.goals = goals;
        this.environment = environment;
        this.settings = settings;
        this.shapes = new ToolShapes(role.tools(environment.tools()));
        this.recall = new CueRecall(environment.tools());
        this.role = role;
        this.threads = threads;
    }

    /** Returns a trainer like this one of policies that decide in a role: they learn from their own part in each attempt, and nothing else. */
    public EmbeddedTrainer in(Role other) {
        return new EmbeddedTrainer(environment, settings, goals, other, threads);
    }

    @Override
    public Agent untrained() {
        return new EmbeddedPolicy(new Weights(), goals, settings.exploring(), environment.lastingNames());
    }

    @Override
    public byte[] save(Agent policy) {
        return ((EmbeddedPolicy) policy).weights().bytes();
    }

    @Override
    public Agent load(byte[] bytes) {
        return new EmbeddedPolicy(Weights.of(bytes), goals, settings.exploring(), environment.lastingNames());
    }

    @Override
    public Agent train(Agent policy, Batch batch) {
        EmbeddedPolicy before = (EmbeddedPolicy) policy;
        Weights weights = before.weights().copy();
        meet(batch.examples(), weights.vocabulary());
        List<Met> met =
                imitate(portions(batch.examples(), example -> example.attempt().length()), weights, batch.memory());
        if (settings.preferenceWeight() > 0) {
            for (List<TrajectoryPair> some : portions(batch.pairs(), EmbeddedTrainer::calls)) {
                List<TracePair> pairs = Parallel.map(threads, some, pair -> trace(pair, weights, batch.memory()));
                Parallel.map(threads, List.of(Reading.values()), reading -> {
                    pairs.forEach(pair -> prefer(before.weights(), weights, pair, reading));
                    return reading;
                });
            }
        }
        if (settings.endingWeight() > 0) {
            for (List<Judged> some : portions(batch.endings(), Judged::length)) {
                List<Trace> traces = Parallel.map(
                        threads,
                        some,
                        attempt -> trace(attempt, attempt.length() - 1, attempt.length(), weights, batch.memory()));
                Parallel.map(threads, List.of(Reading.values()), reading -> {
                    traces.forEach(trace -> avoid(weights, trace, reading));
                    return reading;
                });
            }
        }
        for (Met attempt : met) {
            attempt.plain().forEach(weights.vocabulary()::takePlain);
            weights.blanks().take(attempt.places());
        }
        return before.with(weights);
    }

    private static int calls(TrajectoryPair pair) {
        return pair.better().length() + pair.worseCalls() - 2 * pair.divergence();
    }

    /** Cuts a list into parts that are described together. */
    private static <T> List<List<T>> portions(List<T> all, ToIntFunction<T> calls) {
        List<List<T>> portions = new ArrayList<>();
        int from = 0;
        int sum = 0;
        for (int i = 0; i < all.size(); i++) {
            int more = calls.applyAsInt(all.get(i));
            if (i > from && (i - from == TRACED || sum + more > TRACED_CALLS)) {
                portions.add(all.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += more;
        }
        if (from < all.size()) {
            portions.add(all.subList(from, all.size()));
        }
        return portions;
    }

    /**
     * Climbs towards what was done in some attempts, portion by portion; returns what was met in their tasks. While
     * one portion is climbed, each reading by one thread, the next one is described: that takes the words known, but no weights.
     */
    private List<Met> imitate(List<List<Example>> portions, Weights weights, Memory memory) {
        List<Met> met = new ArrayList<>();
        List<Traced> described = List.of();
        for (int i = 0; i <= portions.size(); i++) {
            List<Traced> ready = described;
            List<Supplier<Optional<Traced>>> work = new ArrayList<>();
            for (Reading reading : ready.isEmpty() ? Set.<Reading>of() : EnumSet.allOf(Reading.class)) {
                work.add(() -> {
                    ready.forEach(traced -> climb(weights, traced.trace(), reading, traced.weight()));
                    return Optional.empty();
                });
            }
            for (Example example : i < portions.size() ? portions.get(i) : List.<Example>of()) {
                Judged attempt = example.attempt();
                work.add(() -> Optional.of(
                        new Traced(trace(attempt, 0, attempt.length(), weights, memory), example.weight())));
            }
            described = Parallel.map(threads, work, Supplier::get).stream()
                    .flatMap(Optional::stream)
                    .toList();
            described.forEach(traced -> met.add(Met.at(traced.trace().end())));
        }
        return met;
    }

    private void meet(List<Example> examples, Vocabulary vocabulary) {
        List<Goal> goals =
                examples.stream().map(example -> goal(example.attempt())).toList();
        Parallel.map(threads, goals, Goal::meanings);
        goals.forEach(vocabulary::meet);
    }

    private void prefer(Weights reference, Weights weights, TracePair pair, Reading reading) {
        double margin = settings.beta()
                * (advantage(reference, weights, pair.better(), reading)
                        - advantage(reference, weights, pair.worse(), reading));
        double slope = settings.preferenceWeight() * pair.weight() / (1 + StrictMath.exp(margin));
        climb(weights, pair.better(), reading, slope);
        climb(weights, pair.worse(), reading, -slope);
    }

    private static double advantage(Weights reference, Weights weights, Trace trace, Reading reading) {
        double sum = 0;
        for (Decision decision : trace.decisions()) {
            Choice choice = decision.choice();
            sum += StrictMath.log(Choice.softmax(choice.logits(weights, reading), 1)[decision.chosen()] + 1e-300)
                    - StrictMath.log(Choice.softmax(choice.logits(reference, reading), 1)[decision.chosen()] + 1e-300);
        }
        return sum;
    }

    private void climb(Weights weights, Trace trace, Reading reading, double scale) {
        if (!trace.has(reading)) {
            return;
        }
        for (Decision decision : trace.decisions()) {
            Choice choice = decision.choice();
            double[] probabilities = Choice.softmax(choice.logits(weights, reading), 1);
            choice.climb(weights, reading, probabilities, decision.chosen(), scale, settings.learningRate());
        }
    }

    /** The gradient of the unlikelihood is that of cloning, times - pi / (1 - pi): with it, it is at most 1. */
    private void avoid(Weights weights, Trace trace, Reading reading) {
        if (!trace.has(reading)) {
            return;
        }
        for (Decision decision : trace.decisions()) {
            Choice choice = decision.choice();
            double[] probabilities = Choice.softmax(choice.logits(weights, reading), 1);
            double likely = probabilities[decision.chosen()];
            double scale = likely / (1 - likely + 1e-9);
            choice.climb(
                    weights,
                    reading,
                    probabilities,
                    decision.chosen(),
                    -settings.endingWeight() * scale,
                    settings.learningRate());
        }
    }

    private TracePair trace(TrajectoryPair pair, Weights weights, Memory memory) {
        int from = pair.divergence();
        return new TracePair(
                trace(pair.better(), from, pair.better().length(), weights, memory),
                trace(pair.worse(), from, pair.worseCalls(), weights, memory),
                pair.weight());
    }

    private Goal goal(Judged attempt) {
        return goals.of(attempt.task().description());
    }

    /** What memory recalls for an attempt's task, as if it had not been tried before. */
    private List<Recalled> recalled(Judged attempt, Memory memory) {
        return recall.recall(
                memory, attempt.task().description(), attempt.rollout().key().taskId());
    }

    /**
     * Replays the calls of an attempt and describes the choices from {@code from} up to {@code to}; fewer where the environment
     * breaks.
     */
    private Trace trace(Judged attempt, int from, int to, Weights weights, Memory memory) {
        Rollout rollout = attempt.rollout();
        List<Step.Action> actions = rollout.tape().actions();
        List<Decision> decisions = new ArrayList<>();
        Situation situation = new Situation(
                goal(attempt), shapes, new Remembered(recalled(attempt, memory), shapes), environment.lastingNames());
        try (TapedEpisode episode = TapedEpisode.open(
                environment,
                attempt.task(),
                rollout.key().worldSeed(),
                rollout.tape().metadata())) {
            for (int i = 0; i < Math.min(to, actions.size()); i++) {
                Optional<ToolCall> made = role.choice(actions.get(i));
                if (made.isPresent()) {
                    List<ToolCall> options = role.options(episode.actions());
                    List<Candidate> candidates = situation.look(episode.tape(), options);
                    int chosen = i < from ? -1 : options.indexOf(made.get());
                    if (chosen >= 0) {
                        long seed = rollout.key().worldSeed() * 31 + i;
                        Sample sample = Sample.of(candidates, chosen, settings.alternatives(), seed);
                        Choice choice = Describer.choice(situation, candidates, sample, weights, situation.readings());
                        decisions.add(new Decision(choice, sample.indexOf(chosen)));
                    }
                }
                episode.step(actions.get(i));
            }
        } catch (EnvironmentFault fault) {
            return new Trace(decisions, situation);
        }
        return new Trace(decisions, situation);
    }

    /**
     * What is learned of a task's words when an attempt at it has ended.
     *
     * @param plain the words that named nothing
     * @param places where something may be named
     */
    private record Met(List<Long> plain, List<Blanks.Place> places) {
        static Met at(Situation end) {
            return new Met(end.plainHashes(), end.places());
        }
    }

    private record Decision(Choice choice, int chosen) {}

    /**
     * What was chosen in an attempt.
     *
     * @param end what the policy saw at its end
     */
    private record Trace(List<Decision> decisions, Situation end) {
        boolean has(Reading reading) {
            return end.readings().contains(reading);
        }
    }

    private record Traced(Trace trace, double weight) {}

    private record TracePair(Trace better, Trace worse, double weight) {}
}
