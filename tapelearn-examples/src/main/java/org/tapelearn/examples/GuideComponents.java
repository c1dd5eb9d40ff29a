package org.tapelearn.examples;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.Optimization;
import org.tapelearn.learn.contrast.OptimizedTrajectory;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.learn.warm.MemoryWarmer;
import org.tapelearn.learn.warm.PatternLibrary;
import org.tapelearn.learn.warm.Warmup;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;

/** The guide's five components, each by itself. */
final class GuideComponents {
    private GuideComponents() {}

    static EnvironmentLearner environmentLearner(Environment environment, SessionStore store) {
        LearnerConfig config = GuideConfiguration.ofTheGuide();
        EmbeddedTrainer agent = agent(environment);
        return new EnvironmentLearner(environment, agent, config, store, Clock.systemUTC(), LearningListener.NONE);
    }

    static EmbeddedTrainer agent(Environment environment) {
        LearnerConfig config = GuideConfiguration.ofTheGuide();
        return new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.of(config.trajectoryOptimizer()), 2);
    }

    static SeedTask seedTaskManager(Environment environment) {
        SeedTaskManager seedManager = new SeedTaskManager(environment);
        return seedManager.addSeedTaskFromDescription(
                "Learn to analyze data files and extract insights",
                TaskCategory.DATA_ANALYSIS,
                TaskDifficulty.BEGINNER);
    }

    static Optimization trajectoryOptimizer(Environment environment) {
        EmbeddedTrainer agent = agent(environment);
        TrajectoryOptimizer optimizer = TrajectoryOptimizer.of(environment, 10, 5, 1);
        return optimizer.optimizeTrajectories(trainingTasks(environment, 6), agent, agent.untrained(), 5);
    }

    static MemoryWarmer memoryWarmer(Environment environment) {
        return new MemoryWarmer(new MemoryWarmer.Settings(1000, 0.7, 0.95, true, true), environment.families());
    }

    /** What the warmer keeps of optimised trajectories and gives back for a task. */
    static List<MemoryItem> memoryOf(MemoryWarmer memoryWarmer, Optimization optimized, Task task) {
        List<Judged> attempts = optimized.trajectories().stream()
                .map(OptimizedTrajectory::attempt)
                .toList();
        Warmup warmup = memoryWarmer.warmMemory(Memory.EMPTY, PatternLibrary.EMPTY, attempts, optimized.pairs());
        return memoryWarmer.retrieveRelevantMemory(warmup.memory(), task.description(), task.category(), null, 5);
    }

    static AutonomousTaskGenerator taskGenerator(Environment environment) {
        return new AutonomousTaskGenerator(environment, 10, true, 0.3, 1);
    }

    static List<Task> trainingTasks(Environment environment, int count) {
        TaskFamily family = environment.families().getFirst();
        String group = family.groups(Split.TRAIN).getFirst();
        return LongStream.range(0, count)
                .mapToObj(number -> family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, number))
                .flatMap(Optional::stream)
                .toList();
    }
}
