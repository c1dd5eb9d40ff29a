package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;

/** Ends a round: compares candidate and incumbent, and says what becomes of both and whether learning goes on. */
final class GateRound {
    private static final int FULL_BUDGET_MISSES = 3;
    private static final int FEWEST_TO_BE_SOLVED = 60;

    private final LearningParts parts;

    GateRound(LearningParts parts) {
        this.parts = parts;
    }

    /**
     * What a round came to.
     *
     * @param state the state after it
     * @param accepted the candidate is the new incumbent
     * @param keep the candidate goes on learning; otherwise it is dropped for the incumbent
     * @param tally the candidate's successes on selection tasks
     */
    record Outcome(
            LearningState state,
            boolean accepted,
            boolean keep,
            List<SessionEvent> events,
            List<Judged> attempts,
            Tally tally,
            String message) {}

    /** A version that was accepted, as an event. */
    private record Version(String parent, List<Verdict.Flip> flips) {}

    Outcome pass(LearningState state, Agent incumbent, Agent candidate) {
        long start = parts.clock.millis();
        String name = "v" + state.versions();
        Memory memory = parts.warmer.endRound(state.candidateMemory());
        SelectionGate.Result result = parts.selection.compare(
                new PolicyVersion(state.incumbent(), incumbent, state.incumbentMemory()),
                new PolicyVersion(name, candidate, memory),
                parts.families(state.families()),
                state.round(),
                state.sinceCommit() + 1,
                state.selectionDrawn(),
                state.incumbentRecord());
        Verdict verdict = result.verdict();
        boolean accepted = verdict.decision() == Verdict.Decision.COMMITTED
                || !parts.config.gate().enabled();
        boolean keep = accepted || verdict.decision() != Verdict.Decision.REJECTED;
        boolean missed = !accepted && verdict.decision() == Verdict.Decision.INCONCLUSIVE;
        LearningReport.CurvePoint point = point(state, result);
        LearningState after = state.withCandidateMemory(memory)
                .afterGate(new LearningState.GateResult(
                        accepted,
                        keep,
                        missed,
                        name,
                        accepted ? result.candidateRecord() : result.incumbentRecord(),
                        state.gate().with(verdict.decision()),
                        point,
                        result.attempts().size(),
                        LearningSession.steps(result.attempts()),
                        (parts.clock.millis() - start) / 1000.0,
                        stopReason(state, result.candidate(), accepted, missed)));
        return new Outcome(
                after,
                accepted,
                keep,
                events(state, name, verdict, accepted, memory, point),
                result.attempts(),
                result.candidate(),
                message(state.round(), verdict));
    }

    private static LearningReport.CurvePoint point(LearningState state, SelectionGate.Result result) {
        Interval interval = interval(result.candidate());
        return new LearningReport.CurvePoint(
                state.round(),
                state.rollouts(),
                state.seconds(),
                state.training().rate(),
                result.candidate().rate(),
                List.of(interval.low(), interval.high()));
    }

    private static Interval interval(Tally tally) {
        return Wilson.interval(tally.successes(), Math.max(1, tally.attempts()));
    }

    /** Why learning ends now; empty when it goes on. */
    private String stopReason(LearningState state, Tally candidate, boolean accepted, boolean missed) {
        boolean solved = accepted
                && candidate.attempts() >= FEWEST_TO_BE_SOLVED
                && interval(candidate).low()
                        >= state.goal(parts.config.environmentLearner()).convergenceThreshold()
                && parts.environment.families().stream()
                        .allMatch(family -> family.heldOut()
                                || state.families().contains(family.name())
                                || !parts.config.taskGenerator().enabled());
        if (solved) {
            return "solved";
        }
        int misses = missed ? state.fullBudgetMisses() + 1 : state.fullBudgetMisses();
        return !accepted && misses >= FULL_BUDGET_MISSES ? "plateau" : "";
    }

    private static List<SessionEvent> events(
            LearningState state,
            String name,
            Verdict verdict,
            boolean accepted,
            Memory memory,
            LearningReport.CurvePoint point) {
        List<SessionEvent> events = new ArrayList<>();
        events.add(new SessionEvent(SessionEvent.Kind.VERDICT, state.round(), name, ReportJson.write(verdict)));
        if (accepted) {
            Version version = new Version(state.incumbent(), verdict.flips());
            events.add(new SessionEvent(SessionEvent.Kind.VERSION, state.round(), name, ReportJson.write(version)));
            for (MemoryItem.Insight insight : memory.insights()) {
                events.add(new SessionEvent(
                        SessionEvent.Kind.INSIGHT, state.round(), insight.id(), ReportJson.write(insight)));
            }
        }
        events.add(new SessionEvent(SessionEvent.Kind.METRIC, state.round(), "curve", ReportJson.write(point)));
        return events;
    }

    private static String message(int round, Verdict verdict) {
        return "round %d: %s after %d pairs, selection %d -> %d of %d"
                .formatted(
                        round,
                        verdict.decision().name().toLowerCase(Locale.ROOT),
                        verdict.pairs(),
                        verdict.incumbentSuccesses(),
                        verdict.candidateSuccesses(),
                        verdict.pairs());
    }
}
