package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Trails;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * A softmax over the admissible calls of a learned linear score: pi(a|s) = exp(f(s, a)) / sum exp(f(s, b)), exact over all
 * candidates. Deployed, it takes the best call, ties by index; exploring, it samples, with a share of uniform choices and a
 * penalty on what failed attempts at the same task did in the same place.
 */
public final class EmbeddedPolicy implements Agent {
    private final Weights weights;
    private final Goals goals;
    private final Exploring exploring;
    private final boolean lastingNames;

    /**
     * How to explore.
     *
     * @param temperature of the softmax at the first attempt at a task, above 0
     * @param warming how much warmer each failed attempt at a task makes the next one at it, at least 0
     * @param epsilon share of uniform choices
     */
    record Exploring(double temperature, double warming, double epsilon) {}

    /** @param lastingNames whether it may learn about names of things */
    EmbeddedPolicy(Weights weights, Goals goals, Exploring exploring, boolean lastingNames) {
        this.weights = weights;
        this.goals = goals;
        this.exploring = exploring;
        this.lastingNames = lastingNames;
    }

    @Override
    public String name() {
        return "embedded";
    }

    Weights weights() {
        return weights;
    }

    EmbeddedPolicy with(Weights changed) {
        return new EmbeddedPolicy(changed, goals, exploring, lastingNames);
    }

    @Override
    public Attempt begin(Briefing briefing) {
        ToolShapes shapes = new ToolShapes(briefing.tools());
        Situation situation = new Situation(
                goals.of(briefing.task().description()),
                shapes,
                new Remembered(briefing.recalled(), shapes),
                lastingNames);
        if (briefing.mode() == Briefing.Mode.DEPLOYED) {
            return (tape, admissible) -> admissible.get(
                    best(Describer.logits(situation, situation.look(tape, admissible), weights, situation.readings())));
        }
        return new Exploration(situation, briefing);
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

    /** Sampling that avoids what failed just before at the same place of the same task. */
    private final class Exploration implements Attempt {
        private static final double FAILED_CALL = 0.5;
        private static final double FAILED_TOOL = 0.25;
        /** As many failures as the lack of any success in a family counts for. */
        private static final int ANEW = 30;
        /** What going on as all successes of a family did is worth: more than what other families taught against it. */
        private static final double FOLLOWED = 6;

        private final Situation situation;
        private final List<List<ToolCall>> failed;
        private final List<List<ToolCall>> sameCalls;
        private final SplittableRandom random;
        private final double temperature;
        private final Trails trails;

        Exploration(Situation situation, Briefing briefing) {
            this.situation = situation;
            this.failed = new ArrayList<>(briefing.failed());
            this.sameCalls = new ArrayList<>(briefing.failed());
            this.random = new SplittableRandom(briefing.seed());
            this.trails = briefing.trails();
            int failures = briefing.failed().size() + (trails.anew() ? ANEW : 0);
            this.temperature = exploring.temperature() + exploring.warming() * failures;
        }

        @Override
        public ToolCall act(Tape tape, List<ToolCall> admissible) {
            List<Candidate> candidates = situation.look(tape, admissible);
            keepAlike(tape.calls());
            if (random.nextDouble() < exploring.epsilon()) {
                return admissible.get(random.nextInt(admissible.size()));
            }
            double[] logits = Describer.logits(situation, candidates, weights, situation.exploring());
            double[] base = Describer.base(situation, candidates);
            for (int i = 0; i < logits.length; i++) {
                double learned = (logits[i] - base[i]) / temperature;
                logits[i] = base[i] + learned + Describer.curiosity(situation, candidates.get(i));
            }
            penaliseFailed(tape.calls().size(), candidates, logits);
            leanByTrails(tape.calls(), admissible, logits);
            double[] probabilities = Choice.softmax(logits, 1);
            double draw = random.nextDouble();
            for (int i = 0; i < probabilities.length; i++) {
                draw -= probabilities[i];
                if (draw < 0) {
                    return admissible.get(i);
                }
            }
            return admissible.get(best(probabilities));
        }

        /** Where new ways are wanted, a tool is taken as rarely as failed attempts went on with it often; where successes are to be followed, the more often as they did. */
        private void leanByTrails(List<ToolCall> soFar, List<ToolCall> admissible, double[] logits) {
            if (trails.equals(Trails.NONE)) {
                return;
            }
            List<String> tools = soFar.stream().map(ToolCall::tool).toList();
            double all = tools.isEmpty()
                    ? trails.successful().entrySet().stream()
                            .filter(way -> way.getKey().indexOf('>') < 0)
                            .sorted(Map.Entry.comparingByKey())
                            .mapToDouble(Map.Entry::getValue)
                            .sum()
                    : trails.successful().getOrDefault(String.join(">", tools), 0.0);
            Map<String, Double> leanings = new HashMap<>();
            for (int i = 0; i < logits.length; i++) {
                logits[i] += leanings.computeIfAbsent(admissible.get(i).tool(), tool -> {
                    String way = Trails.way(tools, tool);
                    double followed =
                            all == 0 ? 0 : Math.min(1, trails.successful().getOrDefault(way, 0.0) / all);
                    return FOLLOWED * followed
                            - StrictMath.log1p(trails.failed().getOrDefault(way, 0.0));
                });
            }
        }

        /** Forgets the failed attempts that went another way than this one. */
        private void keepAlike(List<ToolCall> soFar) {
            int depth = soFar.size();
            failed.removeIf(calls -> calls.size() <= depth
                    || (depth > 0
                            && !calls.get(depth - 1)
                                    .tool()
                                    .equals(soFar.getLast().tool())));
            sameCalls.removeIf(calls ->
                    calls.size() <= depth || (depth > 0 && !calls.get(depth - 1).equals(soFar.getLast())));
        }

        /**
         * Every failed attempt that used the same tools up to here speaks against the tool that it went on with; one that made
         * the same calls also against its call.
         */
        private void penaliseFailed(int depth, List<Candidate> candidates, double[] logits) {
            if (failed.isEmpty()) {
                return;
            }
            Map<Long, Integer> calls = new HashMap<>();
            Map<Long, Integer> tools = new HashMap<>();
            sameCalls.forEach(attempt ->
                    calls.merge(situation.candidate(attempt.get(depth)).id(), 1, Integer::sum));
            failed.forEach(attempt ->
                    tools.merge(situation.candidate(attempt.get(depth)).tool(), 1, Integer::sum));
            for (int i = 0; i < logits.length; i++) {
                Candidate candidate = candidates.get(i);
                logits[i] -= FAILED_CALL * calls.getOrDefault(candidate.id(), 0)
                        + FAILED_TOOL * tools.getOrDefault(candidate.tool(), 0);
            }
        }
    }
}
