package org.tapelearn.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tapelearn.bench.ArmResult.Attempt;
import org.tapelearn.metrics.ClusteredBootstrap;
import org.tapelearn.metrics.ClusteredBootstrap.Outcome;
import org.tapelearn.metrics.Interval;

/**
 * The arms of an experiment beside one another, in points of 100. Intervals are 95 %, from a bootstrap that resamples whole families
 * of tasks; differences are paired by seed and task.
 */
public final class ArmTable {
    private static final long SEED = 1;

    private final List<ArmResult> results;

    public ArmTable(List<ArmResult> results) {
        this.results = List.copyOf(results);
    }

    /**
     * A measured figure.
     *
     * @param mean in points of 100
     * @param attempts how many it is a mean of
     */
    public record Measured(double mean, double low, double high, int attempts) {
        String text() {
            return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", mean, low, high);
        }
    }

    /** One arm, all its seeds together; a figure is missing where there was no such task. */
    public record Row(
            String arm,
            List<Long> seeds,
            @Nullable Measured score,
            @Nullable Measured success,
            @Nullable Measured unseenScore,
            @Nullable Measured unseenSuccess,
            double rollouts,
            double steps,
            double seconds) {
        public Row {
            seeds = List.copyOf(seeds);
        }
    }

    /** The score of one arm less that of another, on the tasks that both tried with the same seed. */
    public record Difference(
            String arm,
            String other,
            @Nullable Measured seen,
            @Nullable Measured unseen) {}

    /** Returns a row for each arm, in the order in which they first come. */
    public List<Row> rows() {
        return results.stream()
                .map(ArmResult::arm)
                .distinct()
                .map(arm -> row(
                        arm,
                        results.stream()
                                .filter(result -> result.arm().equals(arm))
                                .toList()))
                .toList();
    }

    private static Row row(String arm, List<ArmResult> own) {
        List<Attempt> attempts =
                own.stream().flatMap(result -> result.attempts().stream()).toList();
        return new Row(
                arm,
                own.stream().map(ArmResult::seed).toList(),
                mean(attempts, false, Attempt::score),
                mean(attempts, false, ArmTable::success),
                mean(attempts, true, Attempt::score),
                mean(attempts, true, ArmTable::success),
                average(own, ArmResult::rollouts),
                average(own, ArmResult::steps),
                average(own, ArmResult::seconds));
    }

    private static double success(Attempt attempt) {
        return attempt.success() ? 1 : 0;
    }

    private static double average(List<ArmResult> own, ToDoubleFunction<ArmResult> figure) {
        return own.stream().mapToDouble(figure).average().orElse(0);
    }

    private static @Nullable Measured mean(List<Attempt> attempts, boolean unseen, ToDoubleFunction<Attempt> value) {
        return measured(attempts.stream()
                .filter(attempt -> attempt.unseen() == unseen)
                .map(attempt -> new Outcome(attempt.family(), value.applyAsDouble(attempt)))
                .toList());
    }

    private static @Nullable Measured measured(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return null;
        }
        Interval interval = new ClusteredBootstrap(SEED).mean(outcomes);
        double mean = outcomes.stream().mapToDouble(Outcome::value).average().orElseThrow();
        return new Measured(100 * mean, 100 * interval.low(), 100 * interval.high(), outcomes.size());
    }

    /** Compares two arms. */
    public Difference difference(String arm, String other) {
        return new Difference(arm, other, difference(arm, other, false), difference(arm, other, true));
    }

    private @Nullable Measured difference(String arm, String other, boolean unseen) {
        Map<String, Double> theirs = new HashMap<>();
        attempts(other, unseen)
                .forEach(tried -> theirs.put(tried.key(), tried.attempt().score()));
        List<Outcome> outcomes = new ArrayList<>();
        for (Tried tried : attempts(arm, unseen)) {
            Double score = theirs.get(tried.key());
            if (score != null) {
                outcomes.add(
                        new Outcome(tried.attempt().family(), tried.attempt().score() - score));
            }
        }
        return measured(outcomes);
    }

    /** An attempt, and the seed and task by which it is paired. */
    private record Tried(String key, Attempt attempt) {}

    private List<Tried> attempts(String arm, boolean unseen) {
        return results.stream()
                .filter(result -> result.arm().equals(arm))
                .flatMap(result -> result.attempts().stream()
                        .filter(attempt -> attempt.unseen() == unseen)
                        .map(attempt -> new Tried(result.seed() + "/" + attempt.task(), attempt)))
                .toList();
    }

    /** Renders rows and differences as Markdown, with what they were measured on. */
    public List<String> markdown(List<Difference> differences) {
        List<String> lines = new ArrayList<>();
        lines.add("| arm | seeds | score | success | unseen tasks: score | success | attempts | calls | minutes |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows()) {
            lines.add("| %s | %s | %s | %s | %s | %s | %,.0f | %,.0f | %.1f |"
                    .formatted(
                            row.arm(),
                            String.join(
                                    ", ",
                                    row.seeds().stream().map(String::valueOf).toList()),
                            text(row.score()),
                            text(row.success()),
                            text(row.unseenScore()),
                            text(row.unseenSuccess()),
                            row.rollouts(),
                            row.steps(),
                            row.seconds() / 60));
        }
        if (!differences.isEmpty()) {
            lines.add("");
            lines.add("| difference of scores, paired | score | unseen tasks: score |");
            lines.add("|---|---|---|");
            differences.forEach(each -> lines.add("| %s - %s | %s | %s |"
                    .formatted(each.arm(), each.other(), text(each.seen()), text(each.unseen()))));
        }
        lines.add("");
        rows().forEach(row -> lines.add("%s: %d test attempts, %d on unseen tasks."
                .formatted(row.arm(), count(row.score()), count(row.unseenScore()))));
        new TreeSet<>(results.stream().map(ArmResult::machine).toList())
                .forEach(machine -> lines.add("Machine: " + machine + "."));
        return lines;
    }

    private static int count(@Nullable Measured measured) {
        return measured == null ? 0 : measured.attempts();
    }

    private static String text(@Nullable Measured measured) {
        return measured == null ? "none" : measured.text();
    }
}
