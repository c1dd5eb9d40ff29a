package org.tapelearn.learn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.metrics.LearningMetrics;

/**
 * What a session amounts to, computed from its rollouts. Rates are over all scored attempts.
 *
 * @param stopReason solved, plateau, rounds, budget or stopped
 * @param rounds learning rounds done
 * @param rollouts attempts of every phase
 * @param environmentSteps calls made in the environment, in every phase
 * @param seconds wall time of learning and testing, over all runs of the session
 * @param base the agent before learning, on unseen data sets
 * @param learned the agent after learning, on the same tasks
 * @param rows unseen_data_sets, unseen_phrasings, unseen_families and others
 * @param byDifficulty learned and base by difficulty, over unseen data sets
 * @param byCategory learned and base by category, over unseen data sets
 * @param byFamily learned and base by family, over all rows
 * @param curve success on selection tasks after each round
 * @param insights what was learned in words, with evidence
 * @param worse tasks that the base agent solved and the learned one does not
 * @param metrics how learning itself went, counted while exploring
 * @param uncheckedSeeds seed descriptions that nothing here can check: no figure counts them
 * @param weak what judges said of attempts at these, which no other figure counts
 * @param modelUse what language models were asked for, by purpose; empty where none was
 * @param notes what a reader must know: splits, missing rows, earlier uses of the test tasks
 */
public record LearningReport(
        String session,
        String environment,
        long seed,
        String stopReason,
        int rounds,
        long rollouts,
        long environmentSteps,
        double seconds,
        Rate base,
        Rate learned,
        Map<String, Row> rows,
        Difference difference,
        Map<String, Row> byDifficulty,
        Map<String, Row> byCategory,
        Map<String, Row> byFamily,
        Gate gate,
        int versions,
        List<CurvePoint> curve,
        List<InsightLine> insights,
        List<String> worse,
        PairExample example,
        List<String> notes,
        LearningMetrics metrics,
        List<UncheckedSeed> uncheckedSeeds,
        WeakVerdicts weak,
        SortedMap<String, ModelUse> modelUse) {

    public LearningReport {
        // reports of earlier versions have none of these
        metrics = Objects.requireNonNullElse(metrics, LearningMetrics.NONE);
        uncheckedSeeds = List.copyOf(Objects.requireNonNullElse(uncheckedSeeds, List.of()));
        weak = Objects.requireNonNullElse(weak, WeakVerdicts.NONE);
        modelUse = new TreeMap<>(Objects.requireNonNullElse(modelUse, Map.of()));
    }

    /** Returns this report with what models were asked for, by purpose. */
    public LearningReport with(Map<String, ModelUse> use) {
        return with(rows, notes, use);
    }

    /** Returns this report with other rows and notes. */
    LearningReport with(Map<String, Row> otherRows, List<String> otherNotes) {
        return with(otherRows, otherNotes, modelUse);
    }

    private LearningReport with(Map<String, Row> otherRows, List<String> otherNotes, Map<String, ModelUse> use) {
        return new LearningReport(
                session,
                environment,
                seed,
                stopReason,
                rounds,
                rollouts,
                environmentSteps,
                seconds,
                base,
                learned,
                otherRows,
                difference,
                byDifficulty,
                byCategory,
                byFamily,
                gate,
                versions,
                curve,
                insights,
                worse,
                example,
                otherNotes,
                metrics,
                uncheckedSeeds,
                weak,
                new TreeMap<>(use));
    }

    /**
     * Success of an agent: rates in [0, 1], the 95 % Wilson interval as [lo, hi], and the counts.
     *
     * @param score mean of what the attempts earned, in [0, 1]: all for a success, else the share of the milestones
     */
    public record Rate(
            double successRate, double groundedRate, List<Double> interval, int successes, int attempts, double score) {
        /** No attempt earned anything short of success. */
        public Rate(double successRate, double groundedRate, List<Double> interval, int successes, int attempts) {
            this(successRate, groundedRate, interval, successes, attempts, successRate);
        }
    }

    /** Base and learned agent on the same tasks; the difference is paired. */
    public record Row(Rate base, Rate learned, Difference difference) {}

    /** Learned minus base; the 95 % interval is a bootstrap clustered by data set. */
    public record Difference(double mean, List<Double> interval) {}

    /** How the gate decided. */
    public record Gate(int candidates, int committed, int rejected, int vetoed, int inconclusive) {
        Gate with(Verdict.Decision decision) {
            return new Gate(
                    candidates + 1,
                    committed + (decision == Verdict.Decision.COMMITTED ? 1 : 0),
                    rejected + (decision == Verdict.Decision.REJECTED ? 1 : 0),
                    vetoed + (decision == Verdict.Decision.VETOED ? 1 : 0),
                    inconclusive + (decision == Verdict.Decision.INCONCLUSIVE ? 1 : 0));
        }
    }

    /**
     * Success while learning: training attempts of the round, and the candidate on selection tasks.
     *
     * @param rollouts attempts until the round's gate, those of earlier gates included
     * @param seconds of learning until then
     */
    public record CurvePoint(
            int round, long rollouts, double seconds, double training, double selection, List<Double> interval) {}

    /** What calls of models for one purpose came to: tokens as the models count them, dollars by the table of prices. */
    public record ModelUse(long calls, long promptTokens, long completionTokens, double dollars) {}

    /** A seed description that cannot be checked, and what would let it be. */
    public record UncheckedSeed(String description, String whatToAdd) {}

    /** An insight with the rollouts that it came from. */
    public record InsightLine(String text, int importance, List<String> evidence) {}

    /** The ids of a success and a failure of one task, and the call in which they first differ; ids empty if none. */
    public record PairExample(String taskId, String description, String better, String worse, int divergence) {}
}
