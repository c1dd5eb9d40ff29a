package org.tapelearn.cli.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.LearningReport.CurvePoint;
import org.tapelearn.learn.LearningReport.Difference;
import org.tapelearn.learn.LearningReport.Gate;
import org.tapelearn.learn.LearningReport.InsightLine;
import org.tapelearn.learn.LearningReport.PairExample;
import org.tapelearn.learn.LearningReport.Rate;
import org.tapelearn.learn.LearningReport.Row;
import org.tapelearn.learn.WeakVerdicts;
import org.tapelearn.metrics.LearningMetrics;

/** A report and a pair made by hand; the texts try to break out. */
public final class ReportFixture {
    public static final String MARKUP = "<script>alert('x')</script> & \u001b[31mred";

    private ReportFixture() {}

    public static LearningReport report() {
        Row dataSets = row(10, 233, 240);
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("unseen_families", row(2, 31, 240));
        rows.put("unseen_data_sets", dataSets);
        rows.put("unseen_phrasings", row(8, 187, 240));
        return new LearningReport(
                "20261123-051530-s1",
                "data-science",
                1,
                "plateau",
                6,
                41_234,
                182_345,
                214.7,
                dataSets.base(),
                dataSets.learned(),
                rows,
                dataSets.difference(),
                Map.of(
                        "EXPERT",
                        row(0, 36, 40),
                        "BEGINNER",
                        row(6, 60, 60),
                        "INTERMEDIATE",
                        row(2, 70, 70),
                        "ADVANCED",
                        row(2, 67, 70)),
                Map.of("DATA_ANALYSIS", row(6, 140, 144), "EXPLORATION", row(2, 48, 48), "TOOL_USAGE", row(2, 45, 48)),
                Map.of("mean_after_filter", row(1, 20, 20), "top_group", row(0, 19, 20)),
                new Gate(6, 3, 2, 0, 1),
                4,
                List.of(
                        new CurvePoint(1, 5_760, 31.5, 0.21, 0.35, List.of(0.28, 0.43)),
                        new CurvePoint(2, 11_700, 64, 0.48, 0.71, List.of(0.63, 0.78)),
                        new CurvePoint(3, 18_000, 98, 0.70, 0.88, List.of(0.82, 0.92)),
                        new CurvePoint(4, 25_000, 131, 0.81, 0.94, List.of(0.89, 0.97)),
                        new CurvePoint(5, 33_000, 165, 0.86, 0.95, List.of(0.91, 0.98)),
                        new CurvePoint(6, 41_234, 199.25, 0.88, 0.955, List.of(0.915, 0.98))),
                List.of(
                        new InsightLine(
                                "When the task names a value of a column, filter by it before the aggregate; in 41 of 45 pairs the failure aggregated first.",
                                9,
                                List.of(
                                        "explore/2/1/mean_after_filter:cars:4/3",
                                        "explore/2/1/mean_after_filter:cars:4/7")),
                        new InsightLine(MARKUP, 3, List.of(MARKUP))),
                List.of("mean_after_filter:" + MARKUP),
                new PairExample("t1", "What is the mean?", "b", "w", 1),
                List.of("Test tasks were used for the first time.", MARKUP),
                metrics(),
                List.of(new LearningReport.UncheckedSeed("Write a poem " + MARKUP, "say in it what to check")),
                WeakVerdicts.NONE,
                new TreeMap<>());
    }

    static PairView pair() {
        return new PairView(
                "What is the mean horsepower of the cars from " + MARKUP + "?",
                new PairView.Side(
                        "explore/2/1/mean_after_filter:cars:4/3",
                        "success, grounded, reward 1.00",
                        List.of(
                                new PairView.Turn(
                                        "load(table=cars)", "406 rows, 9 columns: name, horsepower, origin", false),
                                new PairView.Turn("filter(column=origin, value=Japan)", "79 rows", false),
                                new PairView.Turn(
                                        "statistics(column=horsepower)", "mean 79.8354, min 52, max 132", false),
                                new PairView.Turn("submit_answer(value=79.8354)", "submitted", false))),
                new PairView.Side(
                        "explore/2/1/mean_after_filter:cars:4/7",
                        "failure, reward 0.00",
                        List.of(
                                new PairView.Turn(
                                        "load(table=cars)", "406 rows, 9 columns: name, horsepower, origin", false),
                                new PairView.Turn(
                                        "statistics(column=" + MARKUP + ")",
                                        "There is no such column. " + MARKUP,
                                        true),
                                new PairView.Turn("submit_answer(value=105.08)", "submitted", false))),
                1);
    }

    private static Row row(int base, int learned, int attempts) {
        double mean = (learned - base) / (double) attempts;
        return new Row(
                rate(base, attempts),
                rate(learned, attempts),
                new Difference(mean, List.of(Math.max(-1, mean - 0.05), Math.min(1, mean + 0.04))));
    }

    private static Rate rate(int successes, int attempts) {
        double rate = successes / (double) attempts;
        return new Rate(
                rate, rate * 0.9, List.of(Math.max(0, rate - 0.03), Math.min(1, rate + 0.025)), successes, attempts);
    }

    private static LearningMetrics metrics() {
        TreeMap<String, LearningMetrics.Share> families = new TreeMap<>();
        families.put("mean_after_filter", new LearningMetrics.Share(120, 90));
        return new LearningMetrics(
                1_440,
                1_008,
                0.52,
                0.61,
                0.012,
                new TreeMap<>(families),
                new TreeMap<>(families),
                families,
                30,
                4_711,
                30,
                List.of("filter_rows", "statistic"),
                List.of("penguins"),
                17,
                0.44,
                0.70,
                24,
                new LearningMetrics.HeldOut(0.955, 0.915, 0.98),
                0,
                0,
                214.7);
    }
}
