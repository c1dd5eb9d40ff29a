package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;

/** What each tool answers, used rightly and wrongly. */
class ToolsTest {
    @TempDir
    Path folder;

    private DataScienceEnvironment environment;
    private Episode episode;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("people.csv"), """
                name,city,age,height,code
                Ada,Rome,36,1.7,7
                Bo,Rome,20,1.8,x
                Cy,Oslo,,1.6,9
                Di,Oslo,50,1.75,
                Ed,Lima,20,1.8,8
                Ed,Lima,20,1.8,8
                """);
        Files.writeString(folder.resolve("towns.csv"), "city,country,name\nRome,Italy,Roma\nOslo,Norway,Oslo\n");
        environment = DataScienceEnvironment.of(folder);
        episode = environment.open(Episodes.TASK, 1);
        done("describe_table", "table", "people");
    }

    @AfterEach
    void close() {
        episode.close();
        environment.close();
    }

    private String done(String tool, String... arguments) {
        Transition transition = episode.step(ToolCall.of(tool, arguments));
        assertThat(transition.error()).as(transition.observation()).isFalse();
        return transition.observation();
    }

    private String refused(String tool, String... arguments) {
        Transition transition = episode.step(ToolCall.of(tool, arguments));
        assertThat(transition.error()).as(transition.observation()).isTrue();
        assertThat(transition.ended()).isFalse();
        return transition.observation();
    }

    @Nested
    class Looking {
        @Test
        void listsAndOpensTables() {
            assertThat(episode.opening()).isEqualTo("people\ntowns");
            assertThat(done("list_tables")).isEqualTo("people\ntowns");
            assertThat(done("describe_table", "table", "people"))
                    .isEqualTo(
                            "people : 6 rows, 5 columns\nname : text\ncity : text\nage : number\nheight : number\ncode : text");
        }

        @Test
        void previewsTheFirstFiveRows() {
            assertThat(done("preview_table", "table", "people")).isEqualTo("""
                            people : 6 rows (name, city, age, height, code)
                            Ada | Rome | 36 | 1.7 | 7
                            Bo | Rome | 20 | 1.8 | x
                            Cy | Oslo | missing | 1.6 | 9
                            Di | Oslo | 50 | 1.75 | missing
                            Ed | Lima | 20 | 1.8 | 8""");
        }

        @Test
        void describesNumbersByTheirQuartiles() {
            assertThat(done("describe_column", "table", "people", "column", "age"))
                    .isEqualTo(
                            "age in people\ncount = 5\nmissing = 1\nmin = 20\nq25 = 20\nmedian = 20\nq75 = 36\nmax = 50");
        }

        @Test
        void describesTextsByTheirCounts() {
            assertThat(done("describe_column", "table", "people", "column", "name"))
                    .isEqualTo("name in people, most frequent\nEd | 2\nAda | 1\nBo | 1\nCy | 1\nDi | 1");
        }

        @Test
        void namesWhatIsNotThere() {
            assertThat(refused("preview_table", "table", "peple"))
                    .isEqualTo("There is no table (peple); there are: people, towns.\nMaybe you meant (people).");
            assertThat(refused("preview_table", "table", "towns"))
                    .isEqualTo("Table (towns) is not open yet; call describe_table first.");
            assertThat(refused("describe_table", "table", "t9"))
                    .isEqualTo("There is no table (t9); there are: people, towns.");
            assertThat(refused("describe_column", "table", "people", "column", "hight"))
                    .isEqualTo("There is no column (hight) here; the columns are: name, city, age, height, code."
                            + "\nMaybe you meant (height).");
        }

        @Test
        void namesUnknownToolsAndArguments() {
            assertThat(refused("previw_table", "table", "people"))
                    .startsWith("There is no tool (previw_table); the tools are: list_tables, describe_table,")
                    .endsWith("\nMaybe you meant (preview_table).");
            assertThat(refused("preview_table", "tabel", "people"))
                    .isEqualTo(
                            "Tool (preview_table) has no argument (tabel); it has: table.\nMaybe you meant (table).");
            assertThat(refused("preview_table"))
                    .isEqualTo(
                            "Tool (preview_table) needs the argument (table): a table's name, or t1, t2, ... for a result.");
        }
    }

    @Nested
    class Choosing {
        @Test
        void filtersByNumber() {
            assertThat(filter("age", ">", "20")).isEqualTo("t1 : 2 rows (name, city, age, height, code)");
            assertThat(filter("age", "<=", "2e1")).startsWith("t2 : 3 rows");
            assertThat(filter("age", "!=", "20")).startsWith("t3 : 2 rows");
        }

        @Test
        void filtersByText() {
            assertThat(filter("city", "=", "Oslo")).startsWith("t1 : 2 rows");
            assertThat(filter("city", "!=", "Oslo")).startsWith("t2 : 4 rows");
            assertThat(filter("city", "=", "'; DROP TABLE people; --")).startsWith("t3 : 0 rows");
        }

        /** Java reads more spellings of numbers than the database does, which works on the result later. */
        @Test
        void writesNumbersAsTheDatabaseReadsThem() {
            assertThat(filter("age", ">", "30d")).startsWith("t1 : 2 rows");
            assertThat(done("sql", "query", "SELECT count(*) FROM t1")).endsWith("\n2");
        }

        private String filter(String column, String operator, String value) {
            return done("filter_rows", "table", "people", "column", column, "operator", operator, "value", value);
        }

        @Test
        void saysWhatAFilterNeeds() {
            assertThat(refused("filter_rows", "table", "people", "column", "age", "operator", ">", "value", "old"))
                    .isEqualTo("Column age holds numbers, but (old) is not a number.");
            assertThat(refused("filter_rows", "table", "people", "column", "age", "operator", "is", "value", "20"))
                    .isEqualTo("The operator (is) is not one of: =, !=, >, <, >=, <=.");
        }

        @Test
        void sortsWithMissingValuesLast() {
            assertThat(done("sort_rows", "table", "people", "column", "age", "order", "descending"))
                    .isEqualTo("""
                            t1 : 6 rows (name, city, age, height, code)
                            Di | Oslo | 50 | 1.75 | missing
                            Ada | Rome | 36 | 1.7 | 7
                            Bo | Rome | 20 | 1.8 | x
                            Ed | Lima | 20 | 1.8 | 8
                            Ed | Lima | 20 | 1.8 | 8""");
            assertThat(done("limit_rows", "table", "t1", "n", "1"))
                    .isEqualTo("t2 : 1 rows (name, city, age, height, code)\nDi | Oslo | 50 | 1.75 | missing");
            assertThat(refused("sort_rows", "table", "people", "column", "age", "order", "down"))
                    .isEqualTo("The order (down) is not one of: ascending, descending.");
            assertThat(refused("limit_rows", "table", "people", "n", "0"))
                    .isEqualTo("The number of rows must be a whole number above 0, but is (0).");
        }

        @Test
        void joinsAndNamesClashesAfterTheRightTable() {
            done("describe_table", "table", "towns");
            assertThat(done(
                            "join_tables",
                            "left",
                            "people",
                            "right",
                            "towns",
                            "left_column",
                            "city",
                            "right_column",
                            "city"))
                    .isEqualTo("t1 : 4 rows (name, city, age, height, code, country, towns_name)");
            assertThat(refused(
                            "join_tables",
                            "left",
                            "people",
                            "right",
                            "towns",
                            "left_column",
                            "city",
                            "right_column",
                            "town"))
                    .isEqualTo("There is no column (town) here; the columns are: city, country, name.");
        }
    }

    @Nested
    class Computing {
        @Test
        void groups() {
            assertThat(done(
                            "group_by",
                            "table",
                            "people",
                            "column",
                            "city",
                            "aggregate",
                            "mean",
                            "value_column",
                            "age"))
                    .isEqualTo("t1 : 3 rows (city, mean_of_age)\nLima | 20\nOslo | 50\nRome | 28");
            assertThat(done("group_by", "table", "people", "column", "city", "aggregate", "count"))
                    .isEqualTo("t2 : 3 rows (city, number_of_rows)\nLima | 2\nOslo | 2\nRome | 2");
            assertThat(refused(
                            "group_by",
                            "table",
                            "people",
                            "column",
                            "city",
                            "aggregate",
                            "mean",
                            "value_column",
                            "name"))
                    .isEqualTo("Column name does not hold numbers; these do: age, height.");
            assertThat(refused(
                            "group_by",
                            "table",
                            "people",
                            "column",
                            "city",
                            "aggregate",
                            "averge",
                            "value_column",
                            "age"))
                    .startsWith("The aggregate (averge) is not one of: count, sum, mean, min, max, median.");
        }

        @Test
        void computesStatistics() {
            assertThat(statistic("age", "mean")).isEqualTo("mean of age in people : 29.2");
            assertThat(statistic("age", "count")).isEqualTo("count of age in people : 5");
            assertThat(statistic("age", "missing")).isEqualTo("missing of age in people : 1");
            assertThat(statistic("age", "sum")).isEqualTo("sum of age in people : 146");
            assertThat(statistic("age", "std")).isEqualTo("std of age in people : 13.5351");
            assertThat(statistic("age", "q75")).isEqualTo("q75 of age in people : 36");
            assertThat(statistic("name", "distinct")).isEqualTo("distinct of name in people : 5");
            assertThat(refused("statistic", "table", "people", "column", "name", "measure", "mean"))
                    .isEqualTo("Column name does not hold numbers; these do: age, height.");
            assertThat(refused("statistic", "table", "people", "column", "age", "measure", "avg"))
                    .startsWith("The measure (avg) is not one of: count, distinct, missing, sum, mean, median,");
        }

        private String statistic(String column, String measure) {
            return done("statistic", "table", "people", "column", column, "measure", measure);
        }

        @Test
        void correlates() {
            // by hand: ages 36 20 50 20 20, heights 1.7 1.8 1.75 1.8 1.8: -1.72 / sqrt(732.8 * 0.008)
            assertThat(done("correlation", "table", "people", "x", "age", "y", "height"))
                    .isEqualTo("correlation of age and height in people : -0.71038");
            done("limit_rows", "table", "people", "n", "1");
            assertThat(refused("correlation", "table", "t1", "x", "age", "y", "height"))
                    .isEqualTo("correlation of age and height in t1 : there are too few values");
        }

        @Test
        void calculates() {
            assertThat(done("calculate", "operation", "percent", "left", "1", "right", "3"))
                    .isEqualTo("percent of 1 and 3 : 33.3333");
            assertThat(done("calculate", "operation", "subtract", "left", "0.5", "right", "2"))
                    .isEqualTo("subtract of 0.5 and 2 : -1.5");
            assertThat(refused("calculate", "operation", "divide", "left", "1", "right", "0"))
                    .isEqualTo("Nothing can be divided by 0.");
            assertThat(refused("calculate", "operation", "add", "left", "one", "right", "2"))
                    .isEqualTo("Two numbers are needed, but these are (one) and (2).");
            assertThat(refused("calculate", "operation", "plus", "left", "1", "right", "2"))
                    .isEqualTo("The operation (plus) is not one of: subtract, divide, percent, add, multiply.");
        }
    }

    @Nested
    class Mending {
        @Test
        void countsMissingValues() {
            assertThat(done("missing_values", "table", "people"))
                    .isEqualTo("t1 : 5 rows (column, missing)\nname | 0\ncity | 0\nage | 1\nheight | 0\ncode | 1");
            assertThat(done("sql", "query", "SELECT sum(missing) FROM t1")).endsWith("\n2");
        }

        @Test
        void cleansTables() {
            assertThat(done("clean_table", "table", "people", "operation", "drop_missing_rows"))
                    .startsWith("t1 : 4 rows");
            assertThat(done("clean_table", "table", "people", "operation", "drop_duplicate_rows"))
                    .startsWith("t2 : 5 rows");
            assertThat(refused("clean_table", "table", "people", "operation", "drop_missing_row"))
                    .isEqualTo("The operation (drop_missing_row) is not one of: drop_missing_rows, drop_duplicate_rows."
                            + "\nMaybe you meant (drop_missing_rows).");
        }

        @Test
        void cleansColumns() {
            assertThat(clean("age", "drop_missing")).startsWith("t1 : 5 rows");
            assertThat(clean("age", "fill_mean")).startsWith("t2 : 6 rows");
            assertThat(done("statistic", "table", "t2", "column", "age", "measure", "mean"))
                    .endsWith(" : 29.2");
            assertThat(clean("age", "fill_median")).startsWith("t3 : 6 rows");
            assertThat(done("statistic", "table", "t3", "column", "age", "measure", "missing"))
                    .endsWith(" : 0");
            assertThat(clean("age", "drop_outliers")).startsWith("t4 : 5 rows");
            assertThat(clean("code", "to_number")).startsWith("t5 : 6 rows");
            assertThat(done("statistic", "table", "t5", "column", "code", "measure", "sum"))
                    .endsWith(" : 32");
            assertThat(refused("clean_column", "table", "people", "column", "name", "operation", "fill_mean"))
                    .isEqualTo("Column name does not hold numbers; these do: age, height.");
            assertThat(refused("clean_column", "table", "people", "column", "age", "operation", "fill"))
                    .startsWith("The operation (fill) is not one of: drop_missing, fill_mean, fill_median,");
        }

        private String clean(String column, String operation) {
            return done("clean_column", "table", "people", "column", column, "operation", operation);
        }
    }

    @Nested
    class Making {
        @Test
        void plotsAndNamesThePlot() {
            assertThat(done("plot", "table", "people", "kind", "histogram", "x", "height"))
                    .isEqualTo("p1 : histogram of height");
            assertThat(done("plot", "table", "people", "kind", "scatter", "x", "age", "y", "height"))
                    .isEqualTo("p2 : scatter of age and height");
            assertThat(refused("plot", "table", "people", "kind", "bar", "x", "city"))
                    .isEqualTo("A bar plot needs y: a column of numbers.");
            assertThat(refused("plot", "table", "people", "kind", "pie", "x", "city"))
                    .startsWith("The kind (pie) is not one of: histogram, bar, line, scatter.");
        }

        @Test
        void fitsOnlyWhereThereAreRowsEnough() {
            assertThat(refused(
                            "fit_model",
                            "table",
                            "people",
                            "kind",
                            "regression",
                            "target",
                            "age",
                            "features",
                            "all_numeric"))
                    .isNotBlank();
        }

        @Test
        void endsWithAnAnswer() {
            Transition end = episode.step(ToolCall.of("submit_answer", "value", "42"));
            assertThat(end).isEqualTo(Transition.end("submitted 42"));
            assertThat(refused("list_tables")).isEqualTo("An answer was submitted; the episode has ended.");
        }
    }

    @Nested
    class LongWays {
        /** Each result is a query over that before it; too deep a query would bring the database down. */
        @Test
        void stopsBeforeAQueryGetsTooDeep() {
            String table = "people";
            String said = "";
            int made = 0;
            for (int i = 1; i <= 500 && said.isEmpty(); i++) {
                Transition next = episode.step(ToolCall.of(
                        "filter_rows", "table", table, "column", "age", "operator", ">=", "value", "-" + i));
                if (next.error()) {
                    said = next.observation();
                } else {
                    table = "t" + i;
                    made = i;
                }
            }
            assertThat(made).isGreaterThan(60);
            assertThat(said)
                    .isEqualTo(
                            "This table was made in too many steps to add another; begin again from an opened table.");
            assertThat(done("clean_column", "table", "t50", "column", "age", "operation", "fill_mean"))
                    .contains(" : 5 rows");
            assertThat(done("sql", "query", "SELECT count(*) FROM " + table)).endsWith("\n5");
        }

        /** Cleaning names its rows once each time, so its query grows by a little and is not doubled. */
        @Test
        void cleansAgainAndAgain() {
            String table = "people";
            for (int i = 1; i <= 40; i++) {
                String operation = i % 2 == 0 ? "fill_mean" : "drop_outliers";
                done("clean_column", "table", table, "column", "height", "operation", operation);
                table = "t" + i;
            }
            Relation last =
                    ((DataScienceEpisode) episode).workspace().relations().get(table);
            assertThat(last.sql().length()).isLessThan(20_000);
            assertThat(done("missing_values", "table", table)).contains("height | 0");
            assertThat(done("sql", "query", "SELECT count(*) FROM " + table)).endsWith("\n" + last.rows());
        }
    }
}
