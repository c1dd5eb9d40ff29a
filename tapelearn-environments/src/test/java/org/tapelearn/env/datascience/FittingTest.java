package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.env.datascience.Fitting.Fitted;
import org.tapelearn.env.datascience.Fitting.Refused;
import org.tapelearn.env.datascience.Workspace.Model;

class FittingTest {
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

    private static Model fitted(Tables tables, Relation relation, String kind, String target, String features) {
        Fitting.Result result = new Fitting(new Operations(tables)).fit(relation, kind, target, features);
        assertThat(result).isInstanceOf(Fitted.class);
        return ((Fitted) result).model();
    }

    private static String refused(Tables tables, Relation relation, String kind, String target, String features) {
        Fitting.Result result = new Fitting(new Operations(tables)).fit(relation, kind, target, features);
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).reason();
    }

    @Nested
    class Scores {
        @Test
        void tellsSpeciesOfPenguinsApart() {
            Model model = fitted(bundled, penguins, "classification", "Species", "all_numeric");
            assertThat(model.score()).isBetween(0.85, 1.0);
            assertThat(model.features()).hasSize(4);
        }

        @Test
        void predictsTheMassOfPenguins() {
            assertThat(fitted(bundled, penguins, "regression", "Body Mass (g)", "all_numeric")
                            .score())
                    .isBetween(0.5, 0.95);
        }

        @Test
        void explainsVarianceByClusters() {
            assertThat(fitted(bundled, penguins, "clustering", "", "all_numeric")
                            .score())
                    .isBetween(0.4, 0.9);
        }

        @Test
        void findsNothingWhereThereIsNothing() {
            StringBuilder csv = new StringBuilder("a,b,c\n");
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 2000; i++) {
                csv.append(random.nextDouble()).append(',').append(random.nextDouble());
                csv.append(',').append(random.nextInt(2) == 0 ? "yes" : "no").append('\n');
            }
            Tables tables = Folder.csv(folder, "noise", csv.toString());
            Relation noise = Folder.only(tables);
            assertThat(fitted(tables, noise, "regression", "a", "b").score()).isLessThan(0.1);
            assertThat(fitted(tables, noise, "classification", "c", "all_numeric")
                            .score())
                    .isBetween(0.4, 0.6);
        }

        @Test
        void scoresOnRowsThatTheModelHasNotSeen() {
            StringBuilder csv = new StringBuilder("x,y\n");
            for (int i = 0; i < 400; i++) {
                csv.append(i).append(',').append(3 * i + 1).append('\n');
            }
            Tables tables = Folder.csv(folder, "line", csv.toString());
            Model model = fitted(tables, Folder.only(tables), "regression", "y", "x");
            assertThat(model.score()).isBetween(0.95, 0.999999);
            Predictor.OfNumber predictor = (Predictor.OfNumber) model.predictor();
            assertThat(predictor.predict().applyAsDouble(new double[] {200})).isBetween(550.0, 650.0);
        }

        @Test
        void givesThePredictorOfEachKind() {
            Model species = fitted(bundled, penguins, "classification", "Species", "all_numeric");
            assertThat(((Predictor.OfClass) species.predictor()).predict().apply(new double[] {39.1, 18.7, 181, 3750}))
                    .isEqualTo("Adelie");
            Model clusters = fitted(bundled, penguins, "clustering", "", "all_numeric");
            Predictor.OfCluster clustering = (Predictor.OfCluster) clusters.predictor();
            assertThat(clustering.clusters()).isEqualTo(3);
            assertThat(clustering.assign().applyAsInt(new double[] {39.1, 18.7, 181, 3750}))
                    .isNotEqualTo(clustering.assign().applyAsInt(new double[] {50, 15, 220, 5500}));
        }
    }

    @Nested
    class Repeats {
        @Test
        void givesTheSameScoreAgain() {
            for (String kind : DataTools.MODELS) {
                String target = switch (kind) {
                    case "regression" -> "Body Mass (g)";
                    case "classification" -> "Island";
                    default -> "";
                };
                assertThat(fitted(bundled, penguins, kind, target, "all_numeric")
                                .score())
                        .isEqualTo(fitted(bundled, penguins, kind, target, "all_numeric")
                                .score());
            }
        }

        @Test
        void keepsWhatItFitted() {
            Fitting fitting = new Fitting(new Operations(bundled));
            assertThat(fitting.fit(penguins, "clustering", "", "all_numeric"))
                    .isSameAs(fitting.fit(penguins, "clustering", "", "all_numeric"));
        }
    }

    @Nested
    class Refusals {
        @Test
        void saysWhatIsWrong() {
            assertThat(refused(bundled, penguins, "forest", "Species", "all_numeric"))
                    .startsWith("The kind (forest) is not one of: regression, classification, clustering.");
            assertThat(refused(bundled, penguins, "regression", "", "all_numeric"))
                    .isEqualTo("A regression needs a target: the column to predict.");
            assertThat(refused(bundled, penguins, "clustering", "Species", "all_numeric"))
                    .isEqualTo("A clustering predicts nothing and has no target (Species); leave it out.");
            assertThat(refused(bundled, penguins, "regression", "Species", "all_numeric"))
                    .startsWith("Column Species does not hold numbers; these do: ");
            assertThat(refused(bundled, penguins, "regression", "Body Mass (g)", "Body Mass (g)"))
                    .isEqualTo(
                            "The target (Body Mass (g)) cannot be predicted from itself; give another column or all_numeric.");
            assertThat(refused(bundled, penguins, "classification", "Species", "Island"))
                    .startsWith("Column Island does not hold numbers; these do: ");
            assertThat(refused(bundled, penguins, "classification", "Body Mass (g)", "all_numeric"))
                    .isEqualTo(
                            "Column Body Mass (g) has more than 60 different values, and a classification takes no more.");
        }

        @Test
        void wantsTwentyCompleteRows() {
            StringBuilder csv = new StringBuilder("a,b\n");
            for (int i = 0; i < 30; i++) {
                csv.append(i).append(',').append(i < 19 ? i : "").append('\n');
            }
            Tables tables = Folder.csv(folder, "short", csv.toString());
            assertThat(refused(tables, Folder.only(tables), "regression", "a", "b"))
                    .isEqualTo(
                            "Only 19 rows have all values, and a model needs at least 20; drop or fill missing values in fewer columns, or take one feature.");
        }

        @Test
        void wantsSomethingToTellApart() {
            StringBuilder csv = new StringBuilder("a,b,c\n");
            for (int i = 0; i < 30; i++) {
                csv.append(i).append(",5,same\n");
            }
            Tables tables = Folder.csv(folder, "constant", csv.toString());
            Relation constant = Folder.only(tables);
            assertThat(refused(tables, constant, "regression", "b", "a"))
                    .isEqualTo("Column b has the same value in all complete rows: there is nothing to predict.");
            assertThat(refused(tables, constant, "classification", "c", "a"))
                    .isEqualTo("Column c has the same value in all complete rows: there is nothing to predict.");
            assertThat(refused(tables, constant, "clustering", "", "b"))
                    .isEqualTo("All rows are the same in (b): there is nothing to tell apart.");
        }
    }

    @Test
    void copesWithRareClassesAndHugeNumbers() {
        StringBuilder csv = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i % 2 == 0 ? "1e90" : "-1e90").append(',');
            csv.append(i == 20 ? 1 : 0)
                    .append(',')
                    .append(i == 7 ? "rare" : "common")
                    .append('\n');
        }
        Tables tables = Folder.csv(folder, "rare", csv.toString());
        Relation rare = Folder.only(tables);
        for (Fitting.Result result : List.of(
                new Fitting(new Operations(tables)).fit(rare, "classification", "c", "all_numeric"),
                new Fitting(new Operations(tables)).fit(rare, "classification", "b", "a"),
                new Fitting(new Operations(tables)).fit(rare, "regression", "a", "b"),
                new Fitting(new Operations(tables)).fit(rare, "regression", "b", "a"),
                new Fitting(new Operations(tables)).fit(rare, "clustering", "", "all_numeric"),
                new Fitting(new Operations(tables)).fit(rare, "clustering", "", "b"))) {
            assertThat(result).isInstanceOf(Fitted.class);
            assertThat(((Fitted) result).model().score()).isFinite().isLessThanOrEqualTo(1);
        }
    }

    @Test
    void fitsAFullTableOfEachKind() {
        Relation flights = bundled.relation(bundled.table("flights"));
        for (String kind : DataTools.MODELS) {
            String target = switch (kind) {
                case "regression" -> "arr_delay";
                case "classification" -> "origin";
                default -> "";
            };
            long last = 0;
            for (int i = 0; i < 15; i++) {
                Operations operations = new Operations(bundled);
                operations.frame(flights);
                long start = System.nanoTime();
                assertThat(new Fitting(operations).fit(flights, kind, target, "all_numeric"))
                        .isInstanceOf(Fitted.class);
                last = System.nanoTime() - start;
            }
            System.out.printf("%s over %d rows: %.1f ms%n", kind, flights.rows(), last / 1e6);
        }
    }
}
