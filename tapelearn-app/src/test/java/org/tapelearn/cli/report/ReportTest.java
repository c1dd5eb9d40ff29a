package org.tapelearn.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.WeakVerdicts;
import org.tapelearn.metrics.LearningMetrics;

class ReportTest {
    private final LearningReport report = ReportFixture.report();

    @Nested
    class Text {
        private final List<String> lines = TextReport.render(report, List.of(Path.of("learning_data/report.html")));

        @Test
        void fitsEightyColumns() {
            assertThat(lines).allMatch(line -> line.length() <= Layout.WIDTH);
        }

        @Test
        void showsBaseLearnedAndDifferenceWithIntervals() {
            assertThat(lines)
                    .anyMatch(
                            line -> line.matches(
                                    "unseen data sets \\(240\\) +4\\.2 \\[1\\.2, 6\\.7] +97\\.1 \\[94\\.1, 99\\.6] +\\+92\\.9 \\[\\+87\\.9, \\+96\\.9]"))
                    .anyMatch(line -> line.startsWith("  of it grounded"))
                    .anyMatch(line -> line.startsWith("beginner (60)"))
                    .anyMatch(line -> line.startsWith("data analysis (144)"));
        }

        @Test
        void ordersRowsByNoveltyAndDifficulty() {
            assertThat(lines.stream()
                            .map(line -> line.split(" \\(")[0])
                            .filter(List.of(
                                    "unseen data sets",
                                    "unseen phrasings",
                                    "unseen families",
                                    "beginner",
                                    "intermediate",
                                    "advanced",
                                    "expert")::contains))
                    .containsExactly(
                            "unseen data sets",
                            "unseen phrasings",
                            "unseen families",
                            "beginner",
                            "intermediate",
                            "advanced",
                            "expert");
        }

        @Test
        void showsTheCurveOverRolloutsAndOverTime() {
            assertThat(lines)
                    .anyMatch(line -> line.matches("round +rollouts +time +training in % +selection in %"))
                    .anyMatch(line -> line.matches("2 +11,700 +1:04 +48\\.0 +71\\.0 \\[63\\.0, 78\\.0]"))
                    .anyMatch(line -> line.matches("6 +41,234 +3:19 +88\\.0 +95\\.5 .*"));
        }

        @Test
        void saysWhyItStoppedWhatWasLearnedAndWhereTheFilesAre() {
            assertThat(String.join("\n", lines))
                    .contains("Stopped: plateau")
                    .contains("6 candidates: 3 committed, 2 rejected, 0 vetoed, 1 inconclusive")
                    .contains("evidence: 2 rollouts, e.g. explore/2/1/mean_after_filter:cars:4/3")
                    .contains("Learning: 1,008 of 1,440 tasks solved, at the first attempt 44.0 %")
                    .contains("2 tools discovered, 1 data source seen, 17")
                    .contains("- Write a poem")
                    .contains(": say in it what to")
                    .contains("learning_data/report.html")
                    .doesNotContain("\u001b");
        }
    }

    @Nested
    class Json {
        @Test
        void hasTheFieldsThatWerePromised() throws IOException {
            JsonNode json = new ObjectMapper().readTree(ReportJson.write(report));

            assertThat(json.properties())
                    .extracting(Map.Entry::getKey)
                    .contains(
                            "session",
                            "seed",
                            "stop_reason",
                            "rounds",
                            "rollouts",
                            "environment_steps",
                            "seconds",
                            "base",
                            "learned",
                            "rows",
                            "difference",
                            "by_difficulty",
                            "by_category",
                            "gate",
                            "versions");
            JsonNode learned = json.path("rows").path("unseen_data_sets").path("learned");
            assertThat(learned.properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("success_rate", "grounded_rate", "interval", "successes", "attempts", "score");
            assertThat(json.path("difference").path("mean").asDouble()).isEqualTo(223 / 240.0);
            assertThat(json.path("gate").path("inconclusive").asInt()).isEqualTo(1);
            assertThat(json.path("metrics").path("total_tasks_attempted").asInt())
                    .isEqualTo(1_440);
            assertThat(json.path("metrics").path("pass_at_one").asDouble()).isEqualTo(0.44);
            assertThat(json.path("unchecked_seeds").path(0).path("what_to_add").asText())
                    .isEqualTo("say in it what to check");
        }

        @Test
        void isReadBackEqual() {
            assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
            assertThat(ReportJson.read(ReportJson.tree(report).toString())).isEqualTo(report);
        }
    }

    @Nested
    class Page {
        private final String html = HtmlReport.render(report, Optional.of(ReportFixture.pair()));

        @Test
        void letsNoTextBecomeMarkup() {
            assertThat(html)
                    .doesNotContain("<script")
                    .doesNotContain("\u001b")
                    .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; \\u001b[31mred");
        }

        @Test
        void needsNothingFromElsewhere() {
            assertThat(html)
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("src=")
                    .doesNotContain("<link");
        }

        @Test
        void showsCurveTablesPairAndInsights() {
            assertThat(html)
                    .contains("<path class=\"selection\" d=\"M")
                    .contains("<polygon class=\"band\"")
                    .contains("<th scope=\"row\">2</th><td>11,700</td><td>1:04</td><td>48.0</td>")
                    .contains("97.1 [94.1, 99.6]")
                    .contains("prefers-color-scheme: dark")
                    .contains("evidence: 2 rollouts");
            assertThat(html.split("first divergence</strong>")).hasSize(2);
            assertThat(html)
                    .containsSubsequence(
                            "class=\"divergence\"", "filter(column=origin, value=Japan)", "statistics(column=");
        }

        @Test
        void doesWithoutPairCurveAndRows() {
            LearningReport.Rate none = new LearningReport.Rate(0, 0, List.of(0.0, 1.0), 0, 0);
            LearningReport bare = new LearningReport(
                    "s",
                    "e",
                    1,
                    "stopped",
                    0,
                    0,
                    0,
                    0,
                    none,
                    none,
                    Map.of(),
                    new LearningReport.Difference(0, List.of(0.0, 0.0)),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    new LearningReport.Gate(0, 0, 0, 0, 0),
                    1,
                    List.of(),
                    List.of(),
                    List.of(),
                    new LearningReport.PairExample("", "", "", "", 0),
                    List.of(),
                    LearningMetrics.NONE,
                    List.of(),
                    WeakVerdicts.NONE,
                    new TreeMap<>());

            assertThat(HtmlReport.render(bare, Optional.empty()))
                    .contains("not measured")
                    .doesNotContain("<table");
            assertThat(TextReport.render(bare, List.of())).anyMatch(line -> line.contains("stopped on request"));
        }
    }

    @Test
    void drawsTheCurveAsAPicture() throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(CurvePng.draw(report)));

        assertThat(picture.getWidth()).isEqualTo(960);
        assertThat(picture.getHeight()).isEqualTo(540);
        assertThat(colours(picture)).contains(0xff1f5fbf, 0xffb35900);
    }

    private static Set<Integer> colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colours.add(picture.getRGB(x, y));
            }
        }
        return colours;
    }
}
