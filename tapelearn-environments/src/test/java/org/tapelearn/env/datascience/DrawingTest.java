package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.env.datascience.Drawing.Point;
import org.tapelearn.env.datascience.Workspace.Plot;

class DrawingTest {
    private static Tables bundled;
    private static Relation penguins;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        bundled = Tables.bundled();
        penguins = bundled.relation(bundled.table("penguins"));
    }

    @AfterAll
    static void close() {
        bundled.close();
    }

    private static Plot plot(String kind, Relation relation, String x, String y) {
        return new Plot(kind, relation, x, y);
    }

    @Nested
    class Data {
        @Test
        void countsEachRowWithAValueInOneBin() {
            List<Point> bins = Drawing.data(plot("histogram", penguins, "Body Mass (g)", ""), bundled);
            assertThat(bins).hasSizeBetween(5, Drawing.MOST_BINS);
            assertThat(bins.stream().mapToDouble(Point::y).sum())
                    .isEqualTo(((Number) bundled.query("SELECT count(\"Body Mass (g)\") FROM penguins")
                                    .only())
                            .doubleValue());
            assertThat(bins.getFirst().x().exact()).isEqualTo(2700.0);
        }

        @Test
        void leavesOutRowsWithAMissingValue() {
            List<Point> points = Drawing.data(plot("scatter", penguins, "Beak Length (mm)", "Body Mass (g)"), bundled);
            assertThat(points)
                    .hasSize(((Number) bundled.query(
                                            "SELECT count(*) FROM penguins WHERE \"Beak Length (mm)\" IS NOT NULL AND \"Body Mass (g)\" IS NOT NULL")
                                    .only())
                            .intValue());
        }

        @Test
        void drawsBarsInTheOrderOfTheRows() {
            Tables tables = Folder.csv(folder, "fruit", "name,price\npear,3\napple,1\nfig,2\n");
            assertThat(Drawing.data(plot("bar", Folder.only(tables), "name", "price"), tables))
                    .extracting(point -> point.x().text())
                    .containsExactly("pear", "apple", "fig");
        }

        @Test
        void drawsLinesFromLeftToRight() {
            Tables tables = Folder.csv(folder, "days", "day,t\n2020-01-03,3\n2020-01-01,1\n2020-01-02,2\n");
            assertThat(Drawing.data(plot("line", Folder.only(tables), "day", "t"), tables))
                    .extracting(Point::y)
                    .containsExactly(1.0, 2.0, 3.0);
        }

        @Test
        void takesEverySoManiethOfManyPoints() {
            Relation many = new Relation(
                    "SELECT i AS a, i * i AS b FROM range(123456) AS rows(i)",
                    List.of(new Column("a", Column.Kind.NUMBER), new Column("b", Column.Kind.NUMBER)),
                    123456);
            List<Point> points = Drawing.data(plot("scatter", many, "a", "b"), bundled);
            assertThat(points).hasSizeBetween(Drawing.MOST_POINTS / 2, Drawing.MOST_POINTS);
            assertThat(points.getFirst().y()).isZero();
            assertThat(Drawing.data(plot("histogram", many, "a", ""), bundled).stream()
                            .mapToDouble(Point::y)
                            .sum())
                    .isEqualTo(123456);
        }

        @Test
        void copesWithNumbersAtTheEdge() {
            Tables tables = Folder.csv(
                    folder, "edge", "a,b\n1.7e308,1\n-1.7e308,2\nnan,3\ninf,4\n-inf,5\n9223372036854775807,6\n");
            Relation edge = Folder.only(tables);
            assertThat(edge.column("a").number()).isTrue();
            assertThat(Drawing.data(plot("histogram", edge, "a", ""), tables).stream()
                            .mapToDouble(Point::y)
                            .sum())
                    .isEqualTo(3);
            for (String kind : List.of("bar", "line", "scatter")) {
                assertThat(Drawing.data(plot(kind, edge, "a", "b"), tables)).hasSize(3);
                assertThat(image(Drawing.png(plot(kind, edge, "a", "b"), tables))
                                .getWidth())
                        .isEqualTo(800);
            }
        }
    }

    @Nested
    class Pictures {
        @Test
        void drawsEachKind() throws IOException {
            for (Plot plot : List.of(
                    plot("histogram", penguins, "Body Mass (g)", ""),
                    plot("scatter", penguins, "Beak Length (mm)", "Body Mass (g)"),
                    plot("line", bundled.relation(bundled.table("city_weather")), "date", "temp_max"))) {
                BufferedImage image = image(Drawing.png(plot, bundled));
                assertThat(colours(image)).as(plot.kind()).isGreaterThan(2);
            }
        }

        @Test
        void drawsTheSameBytesForTheSamePlot() {
            Plot plot = plot("scatter", penguins, "Beak Length (mm)", "Body Mass (g)");
            assertThat(Drawing.png(plot, bundled)).isEqualTo(Drawing.png(plot, bundled));
            assertThat(Drawing.png(plot, bundled))
                    .isNotEqualTo(Drawing.png(plot("scatter", penguins, "Body Mass (g)", "Beak Length (mm)"), bundled));
        }

        @Test
        void drawsEmptyRepeatedAndOddNames() {
            Tables tables = Folder.csv(
                    folder,
                    "odd",
                    "\"a \"\"b\"\" \uD83D\uDC27\",v\n,1\nx,2\nx,3\n%s,4\n\uD83D\uDE00,\n".formatted("y".repeat(300)));
            Relation odd = Folder.only(tables);
            String name = odd.columnNames().getFirst();
            assertThat(name).isEqualTo("a \"b\" \uD83D\uDC27");
            for (String kind : List.of("bar", "line")) {
                assertThat(image(Drawing.png(plot(kind, odd, name, "v"), tables))
                                .getHeight())
                        .isEqualTo(500);
            }
        }

        @Test
        void drawsOneValueAndNone() {
            Tables tables = Folder.csv(folder, "few", "a,b,c\n5,7,\n");
            Relation few = Folder.only(tables);
            for (String kind : List.of("histogram", "bar", "line", "scatter")) {
                String y = kind.equals("histogram") ? "" : "b";
                assertThat(Drawing.data(plot(kind, few, "a", y), tables)).hasSize(1);
                assertThat(colours(image(Drawing.png(plot(kind, few, "a", y), tables))))
                        .as(kind)
                        .isGreaterThan(2);
            }
            Relation none = new Relation("SELECT a, NULL::INTEGER AS c FROM few", penguinsLike("a", "c"), 1);
            for (String kind : List.of("bar", "line", "scatter")) {
                assertThat(Drawing.data(plot(kind, none, "a", "c"), tables)).isEmpty();
                assertThat(image(Drawing.png(plot(kind, none, "a", "c"), tables))
                                .getWidth())
                        .isEqualTo(800);
            }
        }

        private static List<Column> penguinsLike(String... names) {
            return java.util.Arrays.stream(names)
                    .map(name -> new Column(name, Column.Kind.NUMBER))
                    .toList();
        }
    }

    @Nested
    class Faults {
        @Test
        void saysWhatIsWrong() {
            assertThat(Drawing.fault(plot("pie", penguins, "Species", "")))
                    .startsWith("The kind (pie) is not one of: histogram, bar, line, scatter.");
            assertThat(Drawing.fault(plot("histogram", penguins, "Species", "")))
                    .startsWith("Column Species does not hold numbers; these do: ");
            assertThat(Drawing.fault(plot("histogram", penguins, "Body Mass (g)", "Species")))
                    .isEqualTo("A histogram counts the rows by itself and has no y (Species); leave it out.");
            assertThat(Drawing.fault(plot("scatter", penguins, "Body Mass (g)", "")))
                    .isEqualTo("A scatter plot needs y: a column of numbers.");
            assertThat(Drawing.fault(plot("line", penguins, "Specie", "Body Mass (g)")))
                    .startsWith("There is no column (Specie) here; the columns are: ")
                    .contains("Species");
            assertThat(Drawing.fault(plot("bar", penguins, "Species", "Body Mass (g)")))
                    .isEqualTo(
                            "The table has 344 rows, and at most 60 bars can be told apart; group or limit the rows first.");
            assertThat(Drawing.fault(plot(
                            "histogram",
                            new Relation("SELECT 1 AS a WHERE false", List.of(new Column("a", Column.Kind.NUMBER)), 0),
                            "a",
                            "")))
                    .isEqualTo("The table has no rows to draw.");
        }
    }

    private static BufferedImage image(byte[] png) {
        try {
            return javax.imageio.ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static int colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
