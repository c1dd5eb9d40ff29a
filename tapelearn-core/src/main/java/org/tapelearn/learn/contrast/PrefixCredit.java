package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.run.Rollout;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;

/**
 * Finds the part of an unfinished attempt that is worth imitating: the shortest prefix that earns as much partial credit as
 * the whole. Only for policies to learn from while a task is unsolved; it never becomes a demonstration.
 */
final class PrefixCredit {
    /** How much a prefix counts beside a success, for full partial credit. */
    private static final double WEIGHT = 0.3;

    private final Environment environment;
    private final Evaluator evaluator;

    PrefixCredit(Environment environment, Evaluator evaluator) {
        this.environment = environment;
        this.evaluator = evaluator;
    }

    Optional<PolicyTrainer.Example> example(Judged attempt) {
        List<ToolCall> calls = attempt.rollout().tape().calls();
        try (Episode episode =
                environment.open(attempt.task(), attempt.rollout().key().worldSeed())) {
            double whole = attempt.reward();
            for (int i = 0; i < calls.size(); i++) {
                episode.step(calls.get(i));
                if (reward(attempt, episode) >= whole - 1e-9) {
                    return Optional.of(new PolicyTrainer.Example(attempt, i + 1, WEIGHT * whole));
                }
            }
        }
        return Optional.empty();
    }

    private double reward(Judged attempt, Episode episode) {
        List<Finding> findings = new ArrayList<>();
        for (Criterion criterion : attempt.task().criteria()) {
            findings.add(episode.check(criterion));
        }
        Rollout rollout = attempt.rollout();
        Rollout sofar = new Rollout(
                rollout.key(), rollout.versionId(), rollout.tape(), rollout.end(), findings, rollout.recalled());
        return evaluator.evaluate(attempt.task(), sofar) instanceof Evaluation.Scored scored ? scored.reward() : 0;
    }
}
