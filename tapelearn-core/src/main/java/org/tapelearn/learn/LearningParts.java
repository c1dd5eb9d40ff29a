package org.tapelearn.learn;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedClassifier;
import org.tapelearn.learn.seed.ToldEnvironment;
import org.tapelearn.learn.warm.MemoryWarmer;
import org.tapelearn.memory.CueRecall;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Runner;
import org.tapelearn.task.TaskFamily;

/** What a learner is put together from: the user's parts, and those that the configuration makes. */
final class LearningParts {
    final Environment environment;
    /** The same, to which seeds are told. */
    final ToldEnvironment told;

    final PolicyTrainer trainer;
    final LearnerConfig config;
    final SessionStore store;
    final Clock clock;
    final SeedClassifier classifier;
    final Judging judging;
    final TrajectoryOptimizer optimizer;
    final MemoryWarmer warmer;
    final AutonomousTaskGenerator generator;
    final TaskPool pool;
    final SelectionGate selection;
    final FinalTest test;
    /** The names of what there is to work on. */
    final Set<String> dataSources;

    LearningParts(
            Environment given,
            PolicyTrainer trainer,
            LearnerConfig config,
            SessionStore store,
            Clock clock,
            SeedClassifier classifier,
            Judging judging) {
        this.classifier = classifier;
        this.judging = judging;
        this.told = new ToldEnvironment(given);
        Environment environment = told;
        this.environment = environment;
        this.trainer = trainer;
        this.config = config;
        this.store = store;
        this.clock = clock;
        var optimizing = config.trajectoryOptimizer();
        int threads = config.environmentLearner().threads();
        var warming = config.memoryWarmer();
        Recall recall = warming.recall() ? recall(environment, trainer, warming) : Recall.NOTHING;
        Runner runner = new Runner(environment, recall, Limits.of(environment), config.seed());
        this.optimizer = new TrajectoryOptimizer(
                environment,
                runner,
                new Evaluator(optimizing.successThreshold(), optimizing.partialCredit()),
                judging.judges(),
                new RewardMarginPairing(optimizing.pairMargin(), optimizing.partialPairs()),
                new TrajectoryOptimizer.Settings(
                        optimizing.trajectoriesPerRound(),
                        optimizing.maxExplorationRounds(),
                        optimizing.cloning(),
                        optimizing.contrastiveLearning() || optimizing.failureAnalysis(),
                        optimizing.shuffleRewards(),
                        threads,
                        optimizing.shortenedCalls(),
                        optimizing.partialWeight()),
                config.seed());
        this.warmer = new MemoryWarmer(
                new MemoryWarmer.Settings(
                        warming.maxMemorySize(),
                        warming.similarityThreshold(),
                        warming.memoryDecayFactor(),
                        warming.qualityUpdateEnabled() && !warming.shufflePairs(),
                        warming.autoCleanup() && !warming.shufflePairs(),
                        !warming.shufflePairs(),
                        optimizing.learningRate()),
                environment.families());
        var generating = config.taskGenerator();
        this.generator = new AutonomousTaskGenerator(
                environment,
                generating.maxTasksPerGeneration(),
                generating.progressiveLearning(),
                generating.explorationBias(),
                config.seed());
        this.pool = new TaskPool(config.seed());
        PairedRuns runs = new PairedRuns(runner, new Evaluator(optimizing.successThreshold(), true), threads);
        this.selection = new SelectionGate(environment, pool, runs, config.gate());
        this.test = new FinalTest(environment, pool, runs, config);
        this.dataSources = environment.dataSources().stream()
                .map(EnvironmentState::sourceName)
                .collect(Collectors.toSet());
    }

    /** What a model reads must be little; a policy compares more. */
    private static Recall recall(
            Environment environment, PolicyTrainer trainer, LearnerConfig.MemoryWarmerConfig warming) {
        return new CueRecall(
                environment.tools(),
                trainer.reflection().isPresent() ? CueRecall.Most.prompt(warming.maxTokens()) : CueRecall.Most.POLICY);
    }

    /** The environment's families of these names, in the environment's order. */
    List<TaskFamily> families(List<String> names) {
        return environment.families().stream()
                .filter(family -> names.contains(family.name()))
                .toList();
    }
}
