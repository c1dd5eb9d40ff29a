package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.Verdict.Decision;
import org.tapelearn.learn.Verdict.Flip;
import org.tapelearn.metrics.EProcess;

/**
 * A comparison of a candidate with the incumbent, as far as it has come. A value: {@link #observe} and {@link #rerun} give
 * the next one, and it can be written as JSON and read back. The caller asks {@link #next()} what to run, runs it in waves of any size, and
 * hands the outcomes over in the fixed order of the selection tasks; the verdict does not depend on the waves, because outcomes after the
 * deciding one are left out.
 *
 * @param record the incumbent's successes by task before this comparison
 * @param pairs the outcomes consumed so far, in order
 * @param suspects protected tasks that wait for fresh instances; empty unless the evidence suffices for a commit
 * @param decision the verdict's, or null while undecided
 */
public record Comparison(
        AcceptanceGate gate,
        int candidate,
        SortedMap<String, Tally> record,
        List<PairOutcome> pairs,
        List<Double> path,
        EProcess evidence,
        List<String> suspects,
        List<String> vetoedBy,
        @Nullable Decision decision) {
    public Comparison {
        record = Collections.unmodifiableSortedMap(new TreeMap<>(record));
        pairs = List.copyOf(pairs);
        path = List.copyOf(path);
        suspects = List.copyOf(suspects);
        vetoedBy = List.copyOf(vetoedBy);
    }

    /** What a comparison needs to go on. */
    public sealed interface Next {
        /** Run both sides on the next selection tasks, {@code atMost} so many, and {@link Comparison#observe} them. */
        record Pairs(int atMost) implements Next {}

        /** Run both sides on {@code each} fresh instances of each task, and {@link Comparison#rerun} them. */
        record Reruns(List<String> tasks, int each) implements Next {}

        /** Nothing: this is the verdict. */
        record Decided(Verdict verdict) implements Next {}
    }

    static Comparison open(AcceptanceGate gate, int candidate, Map<String, Tally> record) {
        if (candidate < 1) {
            throw new IllegalArgumentException(
                    "Candidates since the last commit are counted from 1, but this is %d.".formatted(candidate));
        }
        return new Comparison(
                gate,
                candidate,
                new TreeMap<>(record),
                List.of(),
                List.of(),
                EProcess.START,
                List.of(),
                List.of(),
                null);
    }

    public Next next() {
        if (decision != null) {
            return new Next.Decided(verdict(decision));
        }
        return suspects.isEmpty()
                ? new Next.Pairs(gate.maxPairs() - pairs.size())
                : new Next.Reruns(suspects, gate.reruns());
    }

    /**
     * Takes the outcomes of a wave, in the order of the selection tasks. Outcomes behind the deciding one change nothing.
     * Throws when an instance occurs twice: repeated outcomes would look like evidence.
     */
    public Comparison observe(List<PairOutcome> wave) {
        if (!(next() instanceof Next.Pairs)) {
            throw new IllegalStateException("The comparison takes no more pairs: it waits for %s.".formatted(next()));
        }
        Set<String> seen = new HashSet<>();
        pairs.forEach(pair -> seen.add(pair.instance()));
        List<PairOutcome> consumed = new ArrayList<>(pairs);
        List<Double> walked = new ArrayList<>(path);
        EProcess process = evidence;
        double bar = gate.logBar(candidate);
        for (PairOutcome pair : wave) {
            if (!seen.add(pair.instance())) {
                throw new IllegalArgumentException("""
                        The instance (%s) was compared already, and repeated outcomes are no evidence.
                        Draw the next selection task, or end the comparison by exhausted().""".formatted(pair.instance()));
            }
            consumed.add(pair);
            process = process.next(pair.difference());
            walked.add(process.w());
            if (process.logW() >= bar) {
                return with(consumed, walked, process).suspect();
            }
            if (process.mirrored().logW() >= bar) {
                return with(consumed, walked, process).decide(Decision.REJECTED);
            }
            if (consumed.size() == gate.maxPairs()) {
                return with(consumed, walked, process).decide(Decision.INCONCLUSIVE);
            }
        }
        return with(consumed, walked, process);
    }

    /**
     * Takes how both fared on the fresh instances that were asked for, by task; a task that is missing counts as not tried. The
     * candidate regressed where it stays below the protected rate and behind the incumbent: what both have lost, it did not lose.
     */
    public Comparison rerun(Map<String, Tally> ofIncumbent, Map<String, Tally> ofCandidate) {
        if (!(next() instanceof Next.Reruns)) {
            throw new IllegalStateException(
                    "The comparison asked for no fresh instances: it waits for %s.".formatted(next()));
        }
        List<String> regressed = suspects.stream()
                .filter(task -> gate.regressed(ofCandidate.getOrDefault(task, Tally.NONE)))
                .filter(task -> ofCandidate.getOrDefault(task, Tally.NONE).successes()
                        < ofIncumbent.getOrDefault(task, Tally.NONE).successes())
                .toList();
        Decision result = regressed.isEmpty() ? Decision.COMMITTED : Decision.VETOED;
        return new Comparison(gate, candidate, record, pairs, path, evidence, List.of(), regressed, result);
    }

    /** Ends a comparison for which there are no more selection tasks: the incumbent stays. */
    public Comparison exhausted() {
        return decide(Decision.INCONCLUSIVE);
    }

    /** The incumbent's record by task with this comparison's pairs, to open the next comparison with if it stays. */
    public SortedMap<String, Tally> incumbentRecord() {
        SortedMap<String, Tally> tallies = new TreeMap<>(record);
        pairs.stream()
                .filter(PairOutcome::scored)
                .forEach(pair -> tallies.merge(pair.task(), Tally.NONE.plus(pair.incumbent()), Tally::plus));
        return tallies;
    }

    /** The candidate's record by task, to open the next comparison with if it was committed. */
    public SortedMap<String, Tally> candidateRecord() {
        SortedMap<String, Tally> tallies = new TreeMap<>();
        pairs.stream()
                .filter(PairOutcome::scored)
                .forEach(pair -> tallies.merge(pair.task(), Tally.NONE.plus(pair.candidate()), Tally::plus));
        return tallies;
    }

    /** Commits, unless the candidate failed on a protected task: that one has to be looked at first. */
    private Comparison suspect() {
        SortedMap<String, Tally> incumbent = incumbentRecord();
        SortedMap<String, Tally> challenger = candidateRecord();
        List<String> failedOn = challenger.entrySet().stream()
                .filter(entry -> entry.getValue().successes() < entry.getValue().attempts())
                .map(Map.Entry::getKey)
                .filter(task -> AcceptanceGate.protects(incumbent.getOrDefault(task, Tally.NONE)))
                .toList();
        return failedOn.isEmpty()
                ? decide(Decision.COMMITTED)
                : new Comparison(gate, candidate, record, pairs, path, evidence, failedOn, vetoedBy, null);
    }

    private Comparison with(List<PairOutcome> consumed, List<Double> walked, EProcess process) {
        return new Comparison(gate, candidate, record, consumed, walked, process, suspects, vetoedBy, decision);
    }

    private Comparison decide(Decision result) {
        return new Comparison(gate, candidate, record, pairs, path, evidence, List.of(), vetoedBy, result);
    }

    private Verdict verdict(Decision result) {
        List<PairOutcome> scored = pairs.stream().filter(PairOutcome::scored).toList();
        List<Flip> flips = scored.stream()
                .filter(pair -> pair.difference() != 0)
                .map(pair -> new Flip(pair.task(), pair.instance(), pair.candidate()))
                .toList();
        return new Verdict(
                result,
                candidate,
                pairs.size(),
                pairs.size() - scored.size(),
                (int) scored.stream().filter(PairOutcome::incumbent).count(),
                (int) scored.stream().filter(PairOutcome::candidate).count(),
                path,
                flips,
                vetoedBy);
    }
}
