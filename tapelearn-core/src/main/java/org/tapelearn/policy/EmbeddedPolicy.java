package org.tapelearn.policy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * A softmax over the admissible calls of a learned linear score: pi(a|s) = exp(f(s, a)) / sum exp(f(s, b)), exact over all
 * candidates. Deployed, it takes the best call, ties by index; exploring, it samples, with a share of uniform choices and a
 * penalty on what earlier attempts at the same task did in the same place.
 */
public final class EmbeddedPolicy implements Agent {
    private static final int GOAL_CAPACITY = 250;
    private static final ConcurrentHashMap<String, Goal> GOALS = new ConcurrentHashMap<>();

    private final Weights weights;
    private final double temperature;
    private final double epsilon;
    private final ConcurrentHashMap<Features.Factor, Double> lastingScores = new ConcurrentHashMap<>();

    EmbeddedPolicy(Weights weights, double temperature, double epsilon) {
        this.weights = weights;
        this.temperature = temperature;
        this.epsilon = epsilon;
    }

    @Override
    public String name() {
        return "embedded";
    }

    Weights weights() {
        return weights;
    }

    EmbeddedPolicy with(Weights changed) {
        return new EmbeddedPolicy(changed, temperature, epsilon);
    }

    static Goal goal(String description) {
        Goal known = GOALS.get(description);
        if (known != null) {
            return known;
        }
        if (GOALS.size() >= GOAL_CAPACITY) {
            GOALS.clear();
        }
        return GOALS.computeIfAbsent(description, Goal::new);
    }

    @Override
    public Attempt begin(Briefing briefing) {
        Situation situation = new Situation(goal(briefing.task().description()), new ToolShapes(briefing.tools()));
        if (briefing.mode() == Briefing.Mode.DEPLOYED) {
            return (tape, admissible) ->
                    admissible.get(best(situation.choose(tape, admissible).logits(this::score)));
        }
        return new Exploration(situation, briefing);
    }

    /** Scores a factor; the weights never change, so that scores of lasting factors are kept. */
    private double score(Features.Factor factor) {
        if (!factor.lasting()) {
            return weights.score(factor);
        }
        Double known = lastingScores.get(factor);
        if (known == null) {
            known = weights.score(factor);
            lastingScores.put(factor, known);
        }
        return known;
    }

    private static int best(double[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Sampling with novelty: a call that n earlier attempts made at the same place loses 0.5 log(1 + n). */
    private final class Exploration implements Attempt {
        private static final double NOVELTY = 0.5;

        private final Situation situation;
        private final List<List<ToolCall>> earlier;
        private final SplittableRandom random;

        Exploration(Situation situation, Briefing briefing) {
            this.situation = situation;
            this.earlier = briefing.earlier();
            this.random = new SplittableRandom(briefing.seed());
        }

        @Override
        public ToolCall act(Tape tape, List<ToolCall> admissible) {
            Choice choice = situation.choose(tape, admissible);
            double[] logits = choice.logits(EmbeddedPolicy.this::score);
            for (int i = 0; i < logits.length; i++) {
                logits[i] += choice.curiosity()[i];
            }
            if (random.nextDouble() < epsilon) {
                return admissible.get(random.nextInt(admissible.size()));
            }
            penaliseTried(tape.calls(), admissible, logits);
            double[] probabilities = Choice.softmax(logits, temperature);
            double draw = random.nextDouble();
            for (int i = 0; i < probabilities.length; i++) {
                draw -= probabilities[i];
                if (draw < 0) {
                    return admissible.get(i);
                }
            }
            return admissible.get(best(probabilities));
        }

        private void penaliseTried(List<ToolCall> soFar, List<ToolCall> admissible, double[] logits) {
            int depth = soFar.size();
            for (int i = 0; i < logits.length; i++) {
                int tried = 0;
                for (List<ToolCall> calls : earlier) {
                    if (calls.size() > depth
                            && calls.get(depth).equals(admissible.get(i))
                            && calls.subList(0, depth).equals(soFar)) {
                        tried++;
                    }
                }
                if (tried > 0) {
                    logits[i] -= NOVELTY * StrictMath.log(1 + tried);
                }
            }
        }
    }
}
