package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.memory.Memory;

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
        String stopReason) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    LearningState {
        families = List.copyOf(families);
        replay = new TreeMap<>(replay);
        curve = List.copyOf(curve);
    }

    static LearningState start(List<String> families) {
        return new LearningState(
                1,
                0,
                families,
                Mastery.NONE,
                new TreeMap<>(),
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
                "");
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
            double moreSeconds) {
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
                stopReason);
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
                result.stopReason());
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
                stopReason);
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
                reason);
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
