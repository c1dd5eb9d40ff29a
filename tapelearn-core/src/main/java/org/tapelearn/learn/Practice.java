package org.tapelearn.learn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Chooses what to practise: the tasks of a wave, by how well each family goes. */
final class Practice {
    private final LearningParts parts;

    Practice(LearningParts parts) {
        this.parts = parts;
    }

    /** Draws the tasks of the next wave, no two alike. */
    List<Task> tasks(LearningState state) {
        var learning = parts.config.environmentLearner();
        SplittableRandom random =
                new SplittableRandom(parts.config.seed() * 7919 + state.round() * 104_729L + state.wave());
        List<Task> tasks = new ArrayList<>();
        Deque<TaskFamily> turns = new ArrayDeque<>();
        List<TaskFamily> practised = parts.families(state.families());
        for (int tries = 0; tasks.size() < learning.tasksPerRound() && tries < 20 * learning.tasksPerRound(); tries++) {
            TaskFamily family = draw(state, practised, turns, random);
            parts.pool
                    .training(family, learning.pool(), random)
                    .filter(task -> tasks.stream().noneMatch(other -> other.id().equals(task.id())))
                    .ifPresent(tasks::add);
        }
        return tasks;
    }

    /**
     * Draws what judges look at in the next wave: tasks that nothing can check. They come from a random stream of their own, so that
     * the tasks that are checked are the same with and without them.
     */
    List<Task> unchecked(LearningState state) {
        int wanted = parts.judging.tasksPerWave();
        if (wanted == 0 || parts.config.trajectoryOptimizer().shuffleRewards()) {
            return List.of();
        }
        List<Task> all = new ArrayList<>();
        parts.environment.unchecked().forEach(each -> all.addAll(each.tasks()));
        state.ledger().seeds().stream()
                .filter(seed -> !seed.checkable())
                .flatMap(seed -> WordsTask.of(parts.environment, seed, List.of(Split.TRAIN), "").stream())
                .forEach(all::add);
        Collections.shuffle(all, new Random(parts.config.seed() * 6151 + state.round() * 104_729L + state.wave()));
        return all.subList(0, Math.min(wanted, all.size()));
    }

    /**
     * Draws what to practise: a share of what was tried least lately, the rest by the curriculum.
     *
     * @param turns the families whose turn comes in this wave, each once before any comes again
     */
    private TaskFamily draw(
            LearningState state, List<TaskFamily> practised, Deque<TaskFamily> turns, SplittableRandom random) {
        double bias = parts.config.taskGenerator().explorationBias();
        if (bias > 0 && random.nextDouble() < bias) {
            return state.mastery().drawLeastTried(practised, random);
        }
        return switch (parts.config.environmentLearner().curriculum()) {
            case MASTERY -> {
                double pace = parts.config.taskGenerator().difficultyProgressionRate() * (state.round() - 1);
                yield state.mastery().draw(practised, pace, random);
            }
            case UNIFORM -> {
                if (turns.isEmpty()) {
                    List<TaskFamily> order = new ArrayList<>(practised);
                    Collections.shuffle(order, new Random(random.nextLong()));
                    turns.addAll(order);
                }
                yield turns.removeFirst();
            }
        };
    }

    /** How well each family goes after these attempts. */
    static Mastery after(Mastery before, List<Judged> rollouts) {
        SortedMap<String, int[]> counts = new TreeMap<>();
        SortedMap<String, List<List<String>>> failures = new TreeMap<>();
        SortedMap<String, List<List<String>>> successes = new TreeMap<>();
        for (Judged judged : rollouts) {
            if (judged.scored()) {
                int[] count = counts.computeIfAbsent(judged.task().family(), family -> new int[2]);
                count[judged.grounded() ? 0 : 1]++;
            }
            if (judged.scored() && !judged.success()) {
                failures.computeIfAbsent(judged.task().family(), family -> new ArrayList<>())
                        .add(tools(judged));
            }
        }
        TrajectoryOptimizer.byTask(rollouts).values().stream()
                .map(TrajectoryOptimizer::shortestSuccess)
                .flatMap(Optional::stream)
                .forEach(success -> successes
                        .computeIfAbsent(success.task().family(), family -> new ArrayList<>())
                        .add(tools(success)));
        Mastery mastery = before;
        for (Map.Entry<String, int[]> entry : counts.entrySet()) {
            mastery = mastery.after(entry.getKey(), entry.getValue()[0], entry.getValue()[1])
                    .afterFailures(entry.getKey(), failures.getOrDefault(entry.getKey(), List.of()))
                    .afterSuccesses(entry.getKey(), successes.getOrDefault(entry.getKey(), List.of()));
        }
        return mastery;
    }

    private static List<String> tools(Judged judged) {
        return judged.rollout().tape().calls().stream().map(ToolCall::tool).toList();
    }
}
