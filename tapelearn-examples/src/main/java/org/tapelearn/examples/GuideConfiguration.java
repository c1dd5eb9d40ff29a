package org.tapelearn.examples;

import org.tapelearn.learn.LearnerConfig;

/** The guide's configuration in code; as a file, {@code learn --config} takes it as it stands. */
public final class GuideConfiguration {
    private GuideConfiguration() {}

    public static LearnerConfig ofTheGuide() {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig.TrajectoryOptimizerConfig training = defaults.trajectoryOptimizer();
        int maxLearningRounds = 10;
        int tasksPerRound = 5;
        int optimizationRoundsPerCycle = 3;
        int trajectoriesPerRound = 10;
        int maxExplorationRounds = 5;
        double successThreshold = 0.7;
        double explorationBias = 0.3;
        return new LearnerConfig(
                defaults.seed(),
                new LearnerConfig.EnvironmentLearnerConfig(
                        maxLearningRounds,
                        tasksPerRound,
                        optimizationRoundsPerCycle,
                        0.95,
                        20,
                        LearnerConfig.Curriculum.MASTERY,
                        2,
                        0,
                        ""),
                new LearnerConfig.TrajectoryOptimizerConfig(
                        true,
                        trajectoriesPerRound,
                        maxExplorationRounds,
                        successThreshold,
                        training.learningRate(),
                        training.contrastiveLearning(),
                        training.failureAnalysis(),
                        training.cloning(),
                        training.partialCredit(),
                        training.pairMargin(),
                        training.beta(),
                        training.preferenceWeight(),
                        training.temperature(),
                        training.warming(),
                        training.epsilon(),
                        training.shuffleRewards()),
                new LearnerConfig.MemoryWarmerConfig(true, false, 1000, 0.7, 0.95, true, true),
                new LearnerConfig.TaskGeneratorConfig(true, 10, 0, explorationBias, 0.2, true, 1),
                defaults.gate(),
                defaults.evaluation());
    }
}
