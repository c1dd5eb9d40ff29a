package org.tapelearn.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.Rollout;
import org.tapelearn.task.Task;

/**
 * Tries judges on tapes whose outcome a checker verified, and on bad ones made from them, and counts how often they are wrong.
 *
 * @param concurrency tapes judged at the same time
 * @param seed of the drawing of tapes
 */
public record JudgeAudit(JudgePanel panel, int concurrency, long seed) {
    /** A tape and whether a checker found its task done. */
    public record Verified(Task task, Rollout rollout, boolean done) {}

    /**
     * Tries the judges.
     *
     * @param most successes, and failures, to try them on at most; each of them is made bad in several ways
     */
    public AuditResult run(List<Verified> tapes, int most) {
        List<Specimen> specimens = specimens(tapes, most);
        List<Evaluation> said = Parallel.map(concurrency, specimens, each -> panel.judge(each.task(), each.rollout()));
        Map<Specimen.Kind, int[]> counts = new EnumMap<>(Specimen.Kind.class);
        for (int i = 0; i < specimens.size(); i++) {
            int column = switch (said.get(i)) {
                case Evaluation.Weak weak -> weak.passed() ? 0 : 1;
                case Evaluation.Scored scored ->
                    throw new IllegalStateException(
                            "Judges decided (%s), but only checkers do.".formatted(scored.outcome()));
                case Evaluation.Unscored undecided -> 2;
            };
            counts.computeIfAbsent(specimens.get(i).kind(), kind -> new int[3])[column]++;
        }
        List<AuditResult.Line> lines = new ArrayList<>();
        counts.forEach((kind, columns) ->
                lines.add(new AuditResult.Line(kind.label(), kind.done(), columns[0], columns[1], columns[2])));
        return new AuditResult(panel.model().name(), panel.fingerprint(), lines);
    }

    private List<Specimen> specimens(List<Verified> tapes, int most) {
        List<Verified> mixed = new ArrayList<>(tapes);
        Collections.shuffle(mixed, new Random(seed));
        List<Verified> successes =
                mixed.stream().filter(Verified::done).limit(most).toList();
        List<Verified> failures =
                mixed.stream().filter(tape -> !tape.done()).limit(most).toList();
        List<Specimen> specimens = new ArrayList<>();
        for (Verified success : successes) {
            specimens.add(new Specimen(Specimen.Kind.SUCCESS, success.task(), success.rollout()));
            Specimen.truncated(success.task(), success.rollout()).ifPresent(specimens::add);
            other(success, successes).ifPresent(task -> specimens.add(Specimen.otherTask(task, success.rollout())));
        }
        for (Verified failure : failures) {
            specimens.add(new Specimen(Specimen.Kind.FAILURE, failure.task(), failure.rollout()));
            specimens.add(Specimen.claimed(failure.task(), failure.rollout()));
            Specimen.instructedByObservation(failure.task(), failure.rollout()).ifPresent(specimens::add);
            Specimen.instructedByAnswer(failure.task(), failure.rollout()).ifPresent(specimens::add);
        }
        return specimens;
    }

    /** A task that needs other calls than the success made. */
    private static Optional<Task> other(Verified success, List<Verified> successes) {
        return successes.stream()
                .filter(each -> !each.rollout()
                        .tape()
                        .calls()
                        .equals(success.rollout().tape().calls()))
                .map(Verified::task)
                .filter(task -> !task.description().equals(success.task().description()))
                .findFirst();
    }

    /** The 95 % interval of a share. */
    static Interval interval(int some, int all) {
        return Wilson.interval(some, all);
    }
}
