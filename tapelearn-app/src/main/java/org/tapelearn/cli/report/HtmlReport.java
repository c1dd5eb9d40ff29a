package org.tapelearn.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.LearningReport.Rate;

/** The report as one HTML page that needs nothing else: styles and drawing are inside. */
final class HtmlReport {
    private final LearningReport report;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(LearningReport report) {
        this.report = report;
    }

    static String render(LearningReport report, Optional<PairView> pair) {
        HtmlReport page = new HtmlReport(report);
        page.head();
        page.curve();
        page.tables();
        pair.ifPresent(page::pair);
        page.insights();
        page.list("Solved by the base agent and no longer", report.worse());
        page.list(
                "Seed tasks that nothing here can check",
                report.uncheckedSeeds().stream()
                        .map(seed -> "%s: %s".formatted(seed.description(), seed.whatToAdd()))
                        .toList());
        page.list("Notes", report.notes());
        page.foot();
        return page.html.toString();
    }

    private void head() {
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>tapelearn %1$s</title>
                <style>
                %2$s</style>
                </head>
                <body>
                <main>
                <h1>What %3$s taught the agent</h1>
                <p class="lead">Session <code>%1$s</code>, seed %4$d. Stopped: %5$s.</p>
                """.formatted(
                        Html.text(report.session()),
                        style(),
                        Html.text(report.environment()),
                        report.seed(),
                        Html.text(StopReason.sentence(report.stopReason()))));
        html.append("<div class=\"figures\">\n");
        figure("base agent, unseen data sets", rate(report.base()));
        figure("learned agent, unseen data sets", rate(report.learned()));
        figure(
                "difference in points",
                Figures.points(report.difference().mean(), report.difference().interval()));
        html.append("</div>\n");
        LearningReport.Gate gate = report.gate();
        html.append(
                "<p>%d rounds, %s rollouts, %s environment steps, %s. Gate: %d candidates, %d committed, %d rejected, %d vetoed, %d inconclusive. %d versions.</p>%n"
                        .formatted(
                                report.rounds(),
                                Figures.count(report.rollouts()),
                                Figures.count(report.environmentSteps()),
                                Figures.time(report.seconds()),
                                gate.candidates(),
                                gate.committed(),
                                gate.rejected(),
                                gate.vetoed(),
                                gate.inconclusive(),
                                report.versions()));
    }

    private static String rate(Rate rate) {
        return rate.attempts() == 0 ? "not measured" : Figures.percent(rate.successRate(), rate.interval()) + " %";
    }

    private void figure(String label, String value) {
        html.append("<div class=\"figure\"><div class=\"value\">%s</div><div class=\"label\">%s</div></div>%n"
                .formatted(Html.text(value), Html.text(label)));
    }

    private void curve() {
        html.append("""
                <h2>Learning curve</h2>
                <p class="legend"><span class="key selection"></span> candidate on selection tasks, with its 95 %% band
                <span class="key training"></span> training attempts of the round</p>
                %s""".formatted(CurveSvg.draw(report.curve())));
        html.append(Html.grid("The same in figures", Tables.curve(report.curve())));
    }

    private void tables() {
        html.append("<h2>Base and learned agent on the same test tasks</h2>\n");
        html.append(
                "<p>Success in percent with 95 % intervals (Wilson); the difference is paired, its interval a bootstrap clustered by data set. In brackets: number of tasks.</p>\n");
        html.append(Html.table("By novelty", Tables.rows(report.rows())));
        html.append(Html.table("By difficulty, unseen data sets", Tables.byDifficulty(report)));
        html.append(Html.table("By category, unseen data sets", Tables.byCategory(report)));
        html.append(Html.table("By family, all rows", Tables.byFamily(report)));
    }

    private void pair(PairView pair) {
        html.append("<h2>A success and a failure of one task</h2>\n").append(PairHtml.draw(pair));
    }

    private void insights() {
        if (report.insights().isEmpty()) {
            return;
        }
        html.append("<h2>What was learned, in words</h2>\n<ul>\n");
        for (LearningReport.InsightLine insight : report.insights()) {
            html.append("<li>").append(Html.text(insight.text()));
            if (!insight.evidence().isEmpty()) {
                html.append("<details><summary>evidence: ")
                        .append(Figures.number(insight.evidence().size(), "rollout"))
                        .append("</summary>");
                insight.evidence()
                        .forEach(id ->
                                html.append("<code>").append(Html.text(id)).append("</code> "));
                html.append("</details>");
            }
            html.append("</li>\n");
        }
        html.append("</ul>\n");
    }

    private void list(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        html.append("<h2>").append(Html.text(title)).append("</h2>\n<ul>\n");
        items.forEach(item -> html.append("<li>").append(Html.text(item)).append("</li>\n"));
        html.append("</ul>\n");
    }

    private void foot() {
        html.append("</main>\n</body>\n</html>\n");
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(
                HtmlReport.class.getResourceAsStream("report.css"), "report.css is in the jar")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
