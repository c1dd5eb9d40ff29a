package org.tapelearn.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.LearningReport.CurvePoint;
import org.tapelearn.learn.LearningReport.Row;
import org.tapelearn.task.TaskDifficulty;

/** The report's tables, the same in every form. */
final class Tables {
    /** The head of every table. */
    static final List<String> HEAD = List.of("success in %", "base", "learned", "difference");

    private static final List<String> FIRST =
            List.of("unseen_data_sets", "unseen_phrasings", "unseen_families", "answer_only");

    private Tables() {}

    /** One line: what was tried, base, learned, difference, as shown. */
    record Line(String label, String base, String learned, String difference) {
        List<String> cells() {
            return List.of(label, base, learned, difference);
        }
    }

    /** The curve in figures, the head first: over rollouts, and over time. */
    static List<List<String>> curve(List<CurvePoint> curve) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("round", "rollouts", "time", "training in %", "selection in %"));
        for (CurvePoint point : curve) {
            cells.add(List.of(
                    Integer.toString(point.round()),
                    Figures.count(point.rollouts()),
                    Figures.time(point.seconds()),
                    Figures.percent(point.training()),
                    Figures.percent(point.selection(), point.interval())));
        }
        return cells;
    }

    /** The test tasks by kind of novelty, each followed by how many successes were grounded. */
    static List<Line> rows(Map<String, Row> rows) {
        List<Line> lines = new ArrayList<>();
        ordered(rows, FIRST).forEach((name, row) -> {
            lines.add(line(name, row));
            lines.add(new Line(
                    "  of it grounded",
                    Figures.percent(row.base().groundedRate()),
                    Figures.percent(row.learned().groundedRate()),
                    Figures.points(row.learned().groundedRate() - row.base().groundedRate())));
        });
        return lines;
    }

    static List<Line> byDifficulty(LearningReport report) {
        List<String> order = new ArrayList<>();
        for (TaskDifficulty difficulty : TaskDifficulty.values()) {
            order.add(difficulty.name().toLowerCase(Locale.ROOT));
        }
        return lines(ordered(report.byDifficulty(), order));
    }

    static List<Line> byCategory(LearningReport report) {
        return lines(ordered(report.byCategory(), List.of()));
    }

    static List<Line> byFamily(LearningReport report) {
        return lines(ordered(report.byFamily(), List.of()));
    }

    private static List<Line> lines(Map<String, Row> rows) {
        List<Line> lines = new ArrayList<>();
        rows.forEach((name, row) -> lines.add(line(name, row)));
        return lines;
    }

    private static Line line(String name, Row row) {
        return new Line(
                "%s (%d)"
                        .formatted(
                                Figures.words(name.toLowerCase(Locale.ROOT)),
                                row.learned().attempts()),
                Figures.percent(row.base().successRate(), row.base().interval()),
                Figures.percent(row.learned().successRate(), row.learned().interval()),
                Figures.points(row.difference().mean(), row.difference().interval()));
    }

    private static Map<String, Row> ordered(Map<String, Row> rows, List<String> first) {
        Map<String, Row> ordered = new LinkedHashMap<>();
        rows.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Row> entry) -> place(entry.getKey(), first))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static int place(String name, List<String> first) {
        int index = first.indexOf(name.toLowerCase(Locale.ROOT));
        return index < 0 ? first.size() : index;
    }
}
