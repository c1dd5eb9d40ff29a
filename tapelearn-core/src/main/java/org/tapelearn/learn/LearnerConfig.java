package org.tapelearn.learn;

import org.tapelearn.learn.contrast.TrajectoryOptimizer;

/**
 * Everything that decides what a session does, beside the environment. In files the names are written with
 * underscores ({@code max_learning_rounds}) under the heading of their part.
 *
 * @param seed the session's seed: equal seeds give equal sessions
 */
public record LearnerConfig(
        long seed,
        EnvironmentLearnerConfig environmentLearner,
        TrajectoryOptimizerConfig trajectoryOptimizer,
        MemoryWarmerConfig memoryWarmer,
        TaskGeneratorConfig taskGenerator,
        GateConfig gate,
        EvaluationConfig evaluation,
        ExpertConfig expert) {

    /** A configuration without an expert. */
    public LearnerConfig(
            long seed,
            EnvironmentLearnerConfig environmentLearner,
            TrajectoryOptimizerConfig trajectoryOptimizer,
            MemoryWarmerConfig memoryWarmer,
            TaskGeneratorConfig taskGenerator,
            GateConfig gate,
            EvaluationConfig evaluation) {
        this(
                seed,
                environmentLearner,
                trajectoryOptimizer,
                memoryWarmer,
                taskGenerator,
                gate,
                evaluation,
                ExpertConfig.DEFAULT);
    }

    /** The configuration that {@code learn} uses without arguments. */
    public static final LearnerConfig DEFAULT = new LearnerConfig(
            1,
            EnvironmentLearnerConfig.DEFAULT,
            TrajectoryOptimizerConfig.DEFAULT,
            MemoryWarmerConfig.DEFAULT,
            TaskGeneratorConfig.DEFAULT,
            GateConfig.DEFAULT,
            EvaluationConfig.DEFAULT,
            ExpertConfig.DEFAULT);

    /**
     * What {@code learn} uses for an agent that asks a language model: few attempts, since each costs money, and memory, by which
     * alone it learns.
     */
    public static final LearnerConfig LANGUAGE_MODEL = new LearnerConfig(
            1,
            new EnvironmentLearnerConfig(3, 6, 2, 0.95, 20, Curriculum.MASTERY, 8, 0, ""),
            new TrajectoryOptimizerConfig(
                    true, 4, 1, 0.7, 0.1, false, true, false, true, 0.2, 0.1, 0.2, 1.0, 0.1, 0.05, false),
            new MemoryWarmerConfig(true, true, 1000, 0.7, 0.95, true, true),
            new TaskGeneratorConfig(true, 10, 0, 0, 0.2, true, 0),
            new GateConfig(true, 0.05, 40),
            new EvaluationConfig(30, false),
            ExpertConfig.DEFAULT);

    /**
     * The outer loop.
     *
     * @param maxLearningRounds rounds at most, at least 0; each ends at the gate
     * @param tasksPerRound tasks tried in each wave of exploration
     * @param optimizationRoundsPerCycle updates of the policy in a round: each explores with the policy just updated
     * @param convergenceThreshold the lower bound on selection tasks at which learning counts as solved
     * @param pool training questions a family and data set, or 0 for no limit
     * @param curriculum how training tasks are chosen: more of what is not mastered, or of all families in turn
     * @param threads attempts made at the same time; the result does not depend on it
     * @param demonstrations verified successes of another session that are cloned before the first round, for each family
     * @param demonstrationSession that session's id, in the same store; unused without demonstrations
     * @param maxEnvironmentSteps calls made in the environment after which no further wave begins, or 0 for no limit: unlike
     *     time, the same on every machine
     * @param maxMinutes minutes of learning after which no further wave begins, those before an interruption included, or 0 for no
     *     limit; how far a session gets then depends on the machine
     */
    public record EnvironmentLearnerConfig(
            int maxLearningRounds,
            int tasksPerRound,
            int optimizationRoundsPerCycle,
            double convergenceThreshold,
            int pool,
            Curriculum curriculum,
            int threads,
            int demonstrations,
            String demonstrationSession,
            long maxEnvironmentSteps,
            double maxMinutes) {
        public static final EnvironmentLearnerConfig DEFAULT =
                new EnvironmentLearnerConfig(4, 48, 46, 0.95, 20, Curriculum.MASTERY, 2, 0, "");

        /** As many calls and minutes as the rounds take. */
        public EnvironmentLearnerConfig(
                int maxLearningRounds,
                int tasksPerRound,
                int optimizationRoundsPerCycle,
                double convergenceThreshold,
                int pool,
                Curriculum curriculum,
                int threads,
                int demonstrations,
                String demonstrationSession) {
            this(
                    maxLearningRounds,
                    tasksPerRound,
                    optimizationRoundsPerCycle,
                    convergenceThreshold,
                    pool,
                    curriculum,
                    threads,
                    demonstrations,
                    demonstrationSession,
                    0,
                    0);
        }
    }

    /** How training tasks are chosen. */
    public enum Curriculum {
        /** Families not yet mastered come more often. */
        MASTERY,
        /** All families in turn, in an order drawn anew each time that all have had theirs. */
        UNIFORM
    }

    /**
     * Exploration and the policy's update.
     *
     * @param exploration make attempts to learn from; without it a session has its demonstrations only
     * @param trajectoriesPerRound attempts at each task of a wave, at most: two grounded successes are enough
     * @param maxExplorationRounds how often a task of a wave gets so many attempts at most, while it has no grounded success
     * @param successThreshold theta in (0, 1]: what counts as success; partial credit stays below it
     * @param learningRate step size of the policy's training, and how far the quality of what memory recalled moves with each attempt
     * @param contrastiveLearning apply the preference loss to pairs of success and failure beside imitation
     * @param failureAnalysis find first divergences and keep insights
     * @param cloning imitate verified successes
     * @param partialCredit milestones earn reward; without it only the final check does
     * @param pairMargin least difference of reward of a pair
     * @param beta sharpness of the preference loss
     * @param preferenceWeight weight of the preference loss beside imitation
     * @param temperature of the exploring softmax at the first attempt at a task, above 0
     * @param warming how much warmer each failed attempt at a task makes the next one at it, at least 0
     * @param epsilon share of exploring choices made uniformly
     * @param shuffleRewards give each attempt the reward of another: a control in which nothing can be learned
     * @param shortenedCalls the most calls of an attempt that is shortened before it is imitated; of a longer one only what comes
     *     after its last gain is cut, since every call left out takes a replay
     * @param alternatives the most calls of each tool that a choice is told from in training, or 0 for all
     * @param partialPairs where no attempt at a task succeeded, pair the one with most partial credit with worse ones
     * @param partialWeight how much the calls that earned partial credit count in imitation where no attempt at a task succeeded, for
     *     full credit and beside a success; at least 0, and 0 imitates successes only
     * @param endingWeight weight of making the calls that ended failed attempts less likely, beside imitation; counts with contrastive
     *     learning only
     */
    public record TrajectoryOptimizerConfig(
            boolean exploration,
            int trajectoriesPerRound,
            int maxExplorationRounds,
            double successThreshold,
            double learningRate,
            boolean contrastiveLearning,
            boolean failureAnalysis,
            boolean cloning,
            boolean partialCredit,
            double pairMargin,
            double beta,
            double preferenceWeight,
            double temperature,
            double warming,
            double epsilon,
            boolean shuffleRewards,
            int shortenedCalls,
            int alternatives,
            boolean partialPairs,
            double partialWeight,
            double endingWeight) {
        private static final int SHORTENED_CALLS = 14;

        public static final TrajectoryOptimizerConfig DEFAULT = new TrajectoryOptimizerConfig(
                true, 24, 1, 0.7, 0.1, false, true, true, true, 0.2, 0.1, 0.2, 1.0, 0.1, 0.05, false);

        /** Attempts of up to 14 calls are shortened, choices are told from all alternatives, and only successes are preferred. */
        public TrajectoryOptimizerConfig(
                boolean exploration,
                int trajectoriesPerRound,
                int maxExplorationRounds,
                double successThreshold,
                double learningRate,
                boolean contrastiveLearning,
                boolean failureAnalysis,
                boolean cloning,
                boolean partialCredit,
                double pairMargin,
                double beta,
                double preferenceWeight,
                double temperature,
                double warming,
                double epsilon,
                boolean shuffleRewards) {
            this(
                    exploration,
                    trajectoriesPerRound,
                    maxExplorationRounds,
                    successThreshold,
                    learningRate,
                    contrastiveLearning,
                    failureAnalysis,
                    cloning,
                    partialCredit,
                    pairMargin,
                    beta,
                    preferenceWeight,
                    temperature,
                    warming,
                    epsilon,
                    shuffleRewards,
                    SHORTENED_CALLS,
                    0,
                    false,
                    TrajectoryOptimizer.PARTIAL_WEIGHT,
                    0);
        }

        /** Attempts at a task of a wave, at most. */
        int attemptsATask() {
            return trajectoriesPerRound * maxExplorationRounds;
        }
    }

    /**
     * Memory.
     *
     * @param enabled keep demonstrations and insights
     * @param recall let attempts recall what fits their task; measured to help nothing with the embedded policy
     * @param maxMemorySize items at most
     * @param similarityThreshold likeness from which two demonstrations count as one
     * @param memoryDecayFactor what is left of an item's quality after a round, in (0, 1]
     * @param qualityUpdateEnabled let use and success move an item's quality
     * @param autoCleanup drop items that harmed
     * @param maxTokens of what a model reads from memory for one task, at most
     * @param shufflePairs take better and worse of pairs for one another as often as not when insights are written in words, and
     *     keep no demonstrations: a control in which nothing can be learned
     */
    public record MemoryWarmerConfig(
            boolean enabled,
            boolean recall,
            int maxMemorySize,
            double similarityThreshold,
            double memoryDecayFactor,
            boolean qualityUpdateEnabled,
            boolean autoCleanup,
            int maxTokens,
            boolean shufflePairs) {
        private static final int MAX_TOKENS = 2_000;

        public static final MemoryWarmerConfig DEFAULT =
                new MemoryWarmerConfig(true, false, 1000, 0.7, 0.95, true, true);

        /** A memory of which models read up to 2,000 tokens, and pairs as they are. */
        public MemoryWarmerConfig(
                boolean enabled,
                boolean recall,
                int maxMemorySize,
                double similarityThreshold,
                double memoryDecayFactor,
                boolean qualityUpdateEnabled,
                boolean autoCleanup) {
            this(
                    enabled,
                    recall,
                    maxMemorySize,
                    similarityThreshold,
                    memoryDecayFactor,
                    qualityUpdateEnabled,
                    autoCleanup,
                    MAX_TOKENS,
                    false);
        }
    }

    /**
     * Generated tasks.
     *
     * @param enabled generate at all
     * @param maxTasksPerGeneration families taken up at a time at most
     * @param difficultyProgressionRate how much more weight each round gives to tasks beyond the sizes that go well, at least 0
     * @param explorationBias share of tasks from the families tried least lately, in [0, 1]
     * @param creativityFactor share of tasks that combine mastered ones
     * @param progressiveLearning take up smaller families first
     * @param rewordings how often an attempt that is imitated is imitated once more with its question in other words, at least 0
     */
    public record TaskGeneratorConfig(
            boolean enabled,
            int maxTasksPerGeneration,
            double difficultyProgressionRate,
            double explorationBias,
            double creativityFactor,
            boolean progressiveLearning,
            int rewordings) {
        public static final TaskGeneratorConfig DEFAULT = new TaskGeneratorConfig(true, 10, 0, 0, 0.2, true, 1);
    }

    /**
     * The gate.
     *
     * @param enabled compare before committing; without it every candidate is taken
     * @param alpha how often a change without effect may be committed, in (0, 1)
     * @param maxPairs selection tasks spent on a comparison at most
     */
    public record GateConfig(boolean enabled, double alpha, int maxPairs) {
        public static final GateConfig DEFAULT = new GateConfig(true, 0.05, 1_200);
    }

    /**
     * The final report.
     *
     * @param testTasks distinct tasks of each row
     * @param answerOnlyArm learn once more without partial credit, in a session of its own, and report its row
     */
    public record EvaluationConfig(int testTasks, boolean answerOnlyArm) {
        public static final EvaluationConfig DEFAULT = new EvaluationConfig(240, false);
    }

    /**
     * An expert of the environment's own, where it has one.
     *
     * @param tapesPerTask attempts of the expert that are cloned before the first round, for each family
     * @param detours whether attempts with a search in them are cloned beside each of them
     */
    public record ExpertConfig(int tapesPerTask, boolean detours) {
        public static final ExpertConfig DEFAULT = new ExpertConfig(0, true);
    }
}
