package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.memory.Memory;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.metrics.PassAtK;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/** Explores, pairs and updates round after round; each round explores with the agent just updated. */
final class OptimizationRounds {
    private final TrajectoryOptimizer optimizer;
    private final PolicyTrainer trainer;
    private final Map<String, OptimizedTrajectory> best = new LinkedHashMap<>();
    private final List<TrajectoryPair> pairs = new ArrayList<>();
    private final SortedMap<String, Share> results = new TreeMap<>();
    private final SortedMap<String, Integer> outcomes = new TreeMap<>();
    private final List<Double> rewards = new ArrayList<>();
    private int attempts;

    OptimizationRounds(TrajectoryOptimizer optimizer, PolicyTrainer trainer) {
        this.optimizer = optimizer;
        this.trainer = trainer;
    }

    Optimization run(List<Task> tasks, Agent start, int maxRounds) {
        Agent agent = start;
        int round = 0;
        while (round < maxRounds && !allSolved(tasks)) {
            round++;
            PolicyVersion version = new PolicyVersion("optimization-" + round, agent, Memory.EMPTY);
            List<Judged> judged = optimizer.explore(tasks, version, round, 0, Practised.NOTHING);
            PolicyTrainer.Batch batch = optimizer.contrast(judged, version.memory());
            agent = trainer.train(agent, batch);
            pairs.addAll(batch.pairs());
            count(judged, round);
        }
        return new Optimization(
                agent,
                List.copyOf(best.values()),
                pairs,
                results,
                new Optimization.Summary(
                        round,
                        tasks.size(),
                        attempts,
                        outcomes,
                        pairs.size(),
                        rewards.isEmpty() ? 0 : rewards.getFirst(),
                        rewards.isEmpty() ? 0 : rewards.getLast()));
    }

    private boolean allSolved(List<Task> tasks) {
        return tasks.stream()
                .allMatch(task -> Optional.ofNullable(best.get(task.id()))
                        .map(trajectory -> trajectory.attempt().grounded())
                        .orElse(false));
    }

    private void count(List<Judged> judged, int round) {
        attempts += judged.size();
        for (Judged attempt : judged) {
            outcomes.merge(TrajectoryOutcome.of(attempt).name().toLowerCase(Locale.ROOT), 1, Integer::sum);
            if (attempt.scored()) {
                results.merge(
                        attempt.task().id(),
                        Share.NONE.plus(attempt.success()),
                        (one, other) ->
                                new Share(one.attempted() + other.attempted(), one.completed() + other.completed()));
            }
        }
        rewards.add(judged.stream()
                .filter(Judged::scored)
                .mapToDouble(Judged::reward)
                .average()
                .orElse(0));
        TrajectoryOptimizer.byTask(judged).forEach((task, own) -> improve(task, own, round));
    }

    private void improve(String task, List<Judged> own, int round) {
        Judged now = best(own);
        OptimizedTrajectory before = best.get(task);
        if (before != null && !better(now, before.attempt())) {
            return;
        }
        best.put(
                task,
                new OptimizedTrajectory(
                        now,
                        TrajectoryOutcome.of(now),
                        now.reward(),
                        round,
                        before == null ? List.of() : improvements(before.attempt(), now),
                        confidence(own)));
    }

    private static Judged best(List<Judged> attempts) {
        Judged best = attempts.getFirst();
        for (Judged attempt : attempts) {
            if (better(attempt, best)) {
                best = attempt;
            }
        }
        return best;
    }

    /** Judged rather than not, then by reward, then grounded, then by fewer calls. */
    private static boolean better(Judged one, Judged other) {
        if (one.scored() != other.scored()) {
            return one.scored();
        }
        if (one.reward() != other.reward()) {
            return one.reward() > other.reward();
        }
        if (one.grounded() != other.grounded()) {
            return one.grounded();
        }
        return one.success() && one.length() < other.length();
    }

    private static double confidence(List<Judged> attempts) {
        int scored = (int) attempts.stream().filter(Judged::scored).count();
        int grounded = (int) attempts.stream().filter(Judged::grounded).count();
        return scored == 0 ? 0 : new PassAtK(scored, grounded).firstOf(TrajectoryOptimizer.ENOUGH);
    }

    private static List<String> improvements(Judged before, Judged now) {
        List<String> improvements = new ArrayList<>();
        if (now.reward() > before.reward()) {
            improvements.add(String.format(Locale.ROOT, "reward %.2f instead of %.2f", now.reward(), before.reward()));
        }
        if (now.grounded() && !before.grounded()) {
            improvements.add("a success with its evidence");
        }
        if (now.length() < before.length()) {
            improvements.add("%d calls instead of %d".formatted(now.length(), before.length()));
        }
        List<String> tools = tools(now);
        if (!tools.equals(tools(before))) {
            improvements.add("%s instead of %s".formatted(String.join(", ", tools), String.join(", ", tools(before))));
        }
        return improvements;
    }

    private static List<String> tools(Judged attempt) {
        return attempt.rollout().tape().calls().stream().map(ToolCall::tool).toList();
    }
}
