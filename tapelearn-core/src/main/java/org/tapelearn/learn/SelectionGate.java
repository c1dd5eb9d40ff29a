package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Runs the gate's comparisons on fresh selection tasks. */
final class SelectionGate {
    private static final int WAVE = 60;
    private static final int NUMBERS_A_COMPARISON = 40;
    private static final long RERUN_NUMBERS = 1_000_000;

    private final Environment environment;
    private final TaskPool pool;
    private final PairedRuns runs;
    private final LearnerConfig.GateConfig config;

    SelectionGate(Environment environment, TaskPool pool, PairedRuns runs, LearnerConfig.GateConfig config) {
        this.environment = environment;
        this.pool = pool;
        this.runs = runs;
        this.config = config;
    }

    /**
     * A comparison's verdict with all attempts made for it.
     *
     * @param candidate the candidate's successes on all selection tasks tried
     */
    record Result(
            Verdict verdict,
            List<Judged> attempts,
            Tally candidate,
            SortedMap<String, Tally> incumbentRecord,
            SortedMap<String, Tally> candidateRecord) {}

    Result compare(
            PolicyVersion incumbent,
            PolicyVersion candidate,
            List<TaskFamily> families,
            int round,
            int candidateNumber,
            long drawn,
            Map<String, Tally> record) {
        Comparison comparison = AcceptanceGate.of(config).open(candidateNumber, record);
        List<Judged> attempts = new ArrayList<>();
        Tally won = Tally.NONE;
        Set<String> seen = new HashSet<>();
        List<Task> tasks = pool.distinct(
                families,
                Split.SELECTION,
                TaskFamily.Wording.KNOWN,
                config.maxPairs(),
                drawn * NUMBERS_A_COMPARISON,
                seen);
        int used = 0;
        for (int wave = 0; ; wave++) {
            switch (comparison.next()) {
                case Comparison.Next.Decided decided -> {
                    return new Result(
                            decided.verdict(),
                            attempts,
                            won,
                            comparison.incumbentRecord(),
                            comparison.candidateRecord());
                }
                case Comparison.Next.Pairs pairs -> {
                    List<Task> next =
                            tasks.subList(used, Math.min(tasks.size(), used + Math.min(WAVE, pairs.atMost())));
                    used += next.size();
                    if (next.isEmpty()) {
                        comparison = comparison.exhausted();
                        continue;
                    }
                    List<PairedRuns.Pair> outcomes = runs.run(next, incumbent, candidate, false, round, wave);
                    for (PairedRuns.Pair pair : outcomes) {
                        attempts.add(pair.before());
                        attempts.add(pair.after());
                        won = won.plus(pair.after().success());
                    }
                    comparison = comparison.observe(outcomes.stream()
                            .map(pair -> PairOutcome.of(pair.before(), pair.after()))
                            .toList());
                }
                case Comparison.Next.Reruns reruns -> {
                    SortedMap<String, Tally> ofIncumbent = new TreeMap<>();
                    SortedMap<String, Tally> ofCandidate = new TreeMap<>();
                    for (String name : reruns.tasks()) {
                        List<TaskFamily> one = environment.families().stream()
                                .filter(family -> family.name().equals(name))
                                .toList();
                        List<Task> again = pool.distinct(
                                one,
                                Split.SELECTION,
                                TaskFamily.Wording.KNOWN,
                                reruns.each(),
                                RERUN_NUMBERS + drawn * NUMBERS_A_COMPARISON,
                                seen);
                        Tally before = Tally.NONE;
                        Tally after = Tally.NONE;
                        for (PairedRuns.Pair pair : runs.run(again, incumbent, candidate, false, round, 1000 + wave)) {
                            attempts.add(pair.before());
                            attempts.add(pair.after());
                            before = before.plus(pair.before().success());
                            after = after.plus(pair.after().success());
                        }
                        ofIncumbent.put(name, before);
                        ofCandidate.put(name, after);
                    }
                    comparison = comparison.rerun(ofIncumbent, ofCandidate);
                }
            }
        }
    }
}
