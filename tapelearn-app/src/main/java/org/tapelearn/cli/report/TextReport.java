package org.tapelearn.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.WeakVerdicts;
import org.tapelearn.metrics.LearningMetrics;

/** The report for a terminal of 80 columns. */
public final class TextReport {
    private static final int TOP_INSIGHTS = 5;

    private TextReport() {}

    /** Renders the report; {@code files} are named at the end. */
    public static List<String> render(LearningReport report, List<Path> files) {
        List<String> lines = new ArrayList<>();
        add(lines, "Session %s · %s · seed %d".formatted(report.session(), report.environment(), report.seed()));
        add(lines, "Stopped: " + StopReason.sentence(report.stopReason()));
        add(
                lines,
                "%d rounds, %s rollouts, %s environment steps, %s"
                        .formatted(
                                report.rounds(),
                                Figures.count(report.rollouts()),
                                Figures.count(report.environmentSteps()),
                                Figures.time(report.seconds())));
        LearningReport.Gate gate = report.gate();
        add(
                lines,
                "Gate: %d candidates: %d committed, %d rejected, %d vetoed, %d inconclusive"
                        .formatted(
                                gate.candidates(),
                                gate.committed(),
                                gate.rejected(),
                                gate.vetoed(),
                                gate.inconclusive()));
        metrics(lines, report.metrics());
        section(lines, "Test tasks, with 95 % intervals (number of tasks)", Tables.rows(report.rows()));
        section(lines, "By difficulty, unseen data sets", Tables.byDifficulty(report));
        section(lines, "By category, unseen data sets", Tables.byCategory(report));
        if (!report.curve().isEmpty()) {
            lines.add("");
            lines.add("While learning");
            lines.addAll(Layout.table(Tables.curve(report.curve())));
        }
        insights(lines, report);
        if (!report.worse().isEmpty()) {
            lines.add("");
            add(
                    lines,
                    "Solved by the base agent and no longer: %d (%s)"
                            .formatted(report.worse().size(), shortList(report.worse(), 3)));
        }
        unchecked(lines, report.uncheckedSeeds());
        weak(lines, report.weak());
        modelUse(lines, report.modelUse());
        if (!report.notes().isEmpty()) {
            lines.add("");
            lines.add("Notes");
            report.notes().forEach(note -> lines.addAll(Layout.wrap(SafeText.oneLine(note), "- ", "  ")));
        }
        if (!files.isEmpty()) {
            lines.add("");
            lines.add("Files");
            files.forEach(file -> lines.add("  " + SafeText.oneLine(file.toString())));
        }
        return lines;
    }

    private static void metrics(List<String> lines, LearningMetrics metrics) {
        if (metrics.totalTasksAttempted() == 0) {
            return;
        }
        add(
                lines,
                "Learning: %s of %s tasks solved, at the first attempt %s %%; mean reward %s; success %s points a wave"
                        .formatted(
                                Figures.count(metrics.totalTasksCompleted()),
                                Figures.count(metrics.totalTasksAttempted()),
                                Figures.percent(metrics.passAtOne()),
                                Figures.decimal(metrics.averageReward()),
                                Figures.points(metrics.improvementRate())));
        add(
                lines,
                "%s from %s, %s discovered, %s seen, %s learned"
                        .formatted(
                                Figures.number(metrics.trajectoryPairsGenerated(), "pair"),
                                Figures.number(metrics.optimizationRounds(), "update"),
                                Figures.number(metrics.toolsDiscovered().size(), "tool"),
                                Figures.number(metrics.dataSourcesExplored().size(), "data source"),
                                Figures.number(metrics.patternsLearned(), "pattern")));
    }

    private static void unchecked(List<String> lines, List<LearningReport.UncheckedSeed> seeds) {
        if (seeds.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Seed tasks that nothing here can check; no figure counts them");
        seeds.forEach(seed -> lines.addAll(
                Layout.wrap(SafeText.oneLine("%s: %s".formatted(seed.description(), seed.whatToAdd())), "- ", "  ")));
    }

    private static void weak(List<String> lines, WeakVerdicts weak) {
        if (weak.attempts() == 0) {
            return;
        }
        lines.add("");
        add(
                lines,
                "Judges looked at %s that nothing can check: %d passed, %d failed, %d undecided; %s to practise with, and no gate or figure above counts any of it"
                        .formatted(
                                Figures.number(weak.attempts(), "attempt"),
                                weak.passed(),
                                weak.failed(),
                                weak.undecided(),
                                Figures.number(weak.pairs(), "pair")));
    }

    private static void modelUse(List<String> lines, Map<String, LearningReport.ModelUse> use) {
        if (use.isEmpty()) {
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("for", "calls", "tokens in", "tokens out", "dollars"));
        use.forEach((purpose, sum) -> cells.add(List.of(
                purpose,
                Figures.count(sum.calls()),
                Figures.count(sum.promptTokens()),
                Figures.count(sum.completionTokens()),
                String.format(Locale.ROOT, "%.4f", sum.dollars()))));
        lines.add("");
        lines.add("What the language model was asked for");
        lines.addAll(Layout.table(cells));
    }

    /** Renders rows alone, as {@link #render} shows them. */
    public static List<String> renderRows(Map<String, LearningReport.Row> rows) {
        return Layout.table(withHead(Tables.rows(rows)));
    }

    private static List<List<String>> withHead(List<Tables.Line> table) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(Tables.HEAD);
        table.forEach(line -> cells.add(line.cells()));
        return cells;
    }

    private static void insights(List<String> lines, LearningReport report) {
        if (report.insights().isEmpty()) {
            return;
        }
        lines.add("");
        int shown = Math.min(TOP_INSIGHTS, report.insights().size());
        lines.add("What was learned (%d of %d insights)"
                .formatted(shown, report.insights().size()));
        for (LearningReport.InsightLine insight : report.insights().subList(0, shown)) {
            lines.addAll(Layout.wrap(SafeText.oneLine(insight.text()), "- ", "  "));
            if (!insight.evidence().isEmpty()) {
                lines.addAll(Layout.wrap(
                        SafeText.oneLine("%s, e.g. %s"
                                .formatted(
                                        Figures.number(insight.evidence().size(), "rollout"),
                                        insight.evidence().getFirst())),
                        "  evidence: ",
                        "    "));
            }
        }
    }

    private static void section(List<String> lines, String title, List<Tables.Line> table) {
        if (table.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title);
        lines.addAll(Layout.table(withHead(table)));
    }

    private static String shortList(List<String> names, int most) {
        String shown = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.size() > most ? shown + ", …" : shown;
    }

    private static void add(List<String> lines, String text) {
        lines.addAll(Layout.wrap(SafeText.oneLine(text), "", "  "));
    }
}
