package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.memory.Memory;
import org.tapelearn.metrics.LearningMetrics;

/**
 * Where a session stands after a commit, but for the policies' weights: everything that the next step depends on. The two
 * versions are the incumbent, which passed the gate, and the candidate, which is being trained.
 *
 * @param round the present learning round, from 1
 * @param wave the next wave of the round, from 0; equal to the waves of a round when the gate is next
 * @param families names of the families practised
 * @param replay for each family, ids of late successes to train on again
 * @param incumbent the incumbent's version id
 * @param versions versions accepted so far, the base agent included
 * @param sinceCommit candidates compared since the last one accepted
 * @param fullBudgetMisses full-budget comparisons in a row that accepted nothing
 * @param selectionDrawn where the next comparison starts to draw selection tasks
 * @param incumbentRecord how the incumbent fared on selection tasks, by family
 * @param training success of the present round's attempts so far
 * @param stopReason empty while learning goes on
 * @param ledger its account: seeds, figures, and what it was asked for
 */
record LearningState(
        int round,
        int wave,
        List<String> families,
        Mastery mastery,
        SortedMap<String, List<String>> replay,
        Memory candidateMemory,
        Memory incumbentMemory,
        String incumbent,
        int versions,
        int sinceCommit,
        int fullBudgetMisses,
        long selectionDrawn,
        SortedMap<String, Tally> incumbentRecord,
        LearningReport.Gate gate,
        List<LearningReport.CurvePoint> curve,
        Tally training,
        long rollouts,
        long steps,
        double seconds,
        String stopReason,
        Ledger ledger) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    LearningState {
        families = List.copyOf(families);
        replay = new TreeMap<>(replay);
        curve = List.copyOf(curve);
        ledger = Objects.requireNonNullElse(ledger, Ledger.NONE); // states of earlier versions have none
    }

    /** @param replay ids of attempts of an expert, to train on again, by family */
    static LearningState start(List<String> families, SortedMap<String, List<String>> replay, Ledger ledger) {
        return new LearningState(
                1,
                0,
                families,
                Mastery.NONE,
                replay,
                Memory.EMPTY,
                Memory.EMPTY,
                "v0",
                1,
                0,
                0,
                0,
                new TreeMap<>(),
                new LearningReport.Gate(0, 0, 0, 0, 0),
                List.of(),
                Tally.NONE,
                0,
                0,
                0,
                "",
                ledger);
    }

    boolean stopped() {
        return !stopReason.isEmpty();
    }

    LearningState afterWave(
            Mastery practised,
            List<String> familiesNow,
            SortedMap<String, List<String>> replayNow,
            Memory memory,
            Tally tally,
            long moreRollouts,
            long moreSteps,
            double moreSeconds,
            Ledger ledgerNow) {
        return new LearningState(
                round,
                wave + 1,
                familiesNow,
                practised,
                replayNow,
                memory,
                incumbentMemory,
                incumbent,
                versions,
                sinceCommit,
                fullBudgetMisses,
                selectionDrawn,
                incumbentRecord,
                gate,
                curve,
                training.plus(tally),
                rollouts + moreRollouts,
                steps + moreSteps,
                seconds + moreSeconds,
                stopReason,
                ledgerNow);
    }

    /** The state after a round's gate. */
    LearningState afterGate(GateResult result) {
        List<LearningReport.CurvePoint> longer = new ArrayList<>(curve);
        longer.add(result.point());
        boolean accepted = result.accepted();
        return new LearningState(
                round + 1,
                0,
                families,
                mastery,
                replay,
                result.keepCandidate() ? candidateMemory : incumbentMemory,
                accepted ? candidateMemory : incumbentMemory,
                accepted ? result.version() : incumbent,
                versions + (accepted ? 1 : 0),
                accepted ? 0 : sinceCommit + 1,
                accepted ? 0 : result.fullBudget() ? fullBudgetMisses + 1 : fullBudgetMisses,
                selectionDrawn + 1,
                result.incumbentRecord(),
                result.gate(),
                longer,
                Tally.NONE,
                rollouts + result.rollouts(),
                steps + result.steps(),
                seconds + result.seconds(),
                result.stopReason(),
                ledger);
    }

    /** What a round's gate changes. */
    record GateResult(
            boolean accepted,
            boolean keepCandidate,
            boolean fullBudget,
            String version,
            SortedMap<String, Tally> incumbentRecord,
            LearningReport.Gate gate,
            LearningReport.CurvePoint point,
            long rollouts,
            long steps,
            double seconds,
            String stopReason) {}

    LearningState withCandidateMemory(Memory memory) {
        return new LearningState(
                round,
                wave,
                families,
                mastery,
                replay,
                memory,
                incumbentMemory,
                incumbent,
                versions,
                sinceCommit,
                fullBudgetMisses,
                selectionDrawn,
                incumbentRecord,
                gate,
                curve,
                training,
                rollouts,
                steps,
                seconds,
                stopReason,
                ledger);
    }

    /** The state with another account, and perhaps more families to practise. */
    LearningState with(Ledger ledgerNow, List<String> familiesNow) {
        return new LearningState(
                round,
                wave,
                familiesNow,
                mastery,
                replay,
                candidateMemory,
                incumbentMemory,
                incumbent,
                versions,
                sinceCommit,
                fullBudgetMisses,
                selectionDrawn,
                incumbentRecord,
                gate,
                curve,
                training,
                rollouts,
                steps,
                seconds,
                stopReason,
                ledgerNow);
    }

    /** The state with an earlier version in force and nothing learned since. */
    LearningState rolledBack(PolicyVersion earlier) {
        return new LearningState(
                round,
                wave,
                families,
                mastery,
                replay,
                earlier.memory(),
                earlier.memory(),
                earlier.id(),
                versions,
                0,
                0,
                selectionDrawn,
                new TreeMap<>(),
                gate,
                curve,
                training,
                rollouts,
                steps,
                seconds,
                stopReason,
                ledger);
    }

    LearningState stopping(String reason) {
        return new LearningState(
                round,
                wave,
                families,
                mastery,
                replay,
                candidateMemory,
                incumbentMemory,
                incumbent,
                versions,
                sinceCommit,
                fullBudgetMisses,
                selectionDrawn,
                incumbentRecord,
                gate,
                curve,
                training,
                rollouts,
                steps,
                seconds,
                reason,
                ledger);
    }

    /** How far to learn, as asked for or as configured. */
    Ledger.Goal goal(LearnerConfig.EnvironmentLearnerConfig config) {
        return Objects.requireNonNullElse(
                ledger.goal(), new Ledger.Goal(config.maxLearningRounds(), config.convergenceThreshold()));
    }

    /**
     * The figures of learning so far.
     *
     * @param attemptsATask attempts at a task, at most
     */
    LearningMetrics metrics(int attemptsATask) {
        Counts counts = ledger.counts();
        LearningMetrics.Share tasks = counts.tasks();
        return new LearningMetrics(
                tasks.attempted(),
                tasks.completed(),
                share(counts.successes(), counts.attempts()),
                counts.attempts() == 0 ? 0 : counts.rewards() / counts.attempts(),
                counts.trend().slope(),
                counts.byCategory(),
                counts.byDifficulty(),
                counts.byFamily(),
                counts.waves(),
                counts.pairs(),
                counts.warmups(),
                List.copyOf(counts.tools()),
                List.copyOf(counts.sources()),
                ledger.patterns().size(),
                share(counts.firstSuccesses(), tasks.attempted()),
                tasks.rate(),
                attemptsATask,
                heldOut(),
                0,
                0,
                seconds);
    }

    private LearningMetrics.HeldOut heldOut() {
        if (curve.isEmpty()) {
            return LearningMetrics.HeldOut.NONE;
        }
        LearningReport.CurvePoint last = curve.getLast();
        return new LearningMetrics.HeldOut(
                last.selection(), last.interval().getFirst(), last.interval().getLast());
    }

    private static double share(long some, long all) {
        return all == 0 ? 0 : (double) some / all;
    }

    String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The learning state cannot be written.", impossible);
        }
    }

    static LearningState fromJson(String json) {
        try {
            return MAPPER.readValue(json, LearningState.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "The stored learning state cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }
}
