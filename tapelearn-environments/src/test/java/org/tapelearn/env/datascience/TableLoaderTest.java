package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.env.datascience.Column.Kind;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;

class TableLoaderTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String refused() {
        try (Tables tables = Tables.of(folder)) {
            throw new AssertionError("loaded " + tables.all());
        } catch (PrerequisiteException refused) {
            return refused.getMessage();
        }
    }

    @Nested
    class Refusals {
        @Test
        void wantsAFolderWithTables() throws IOException {
            assertThat(refused()).isEqualTo("""
                            The data folder (%s) holds no file that ends in .csv, .tsv, .json, .parquet, .sqlite, .db.
                            Put at least one table there; links to files elsewhere are not followed.""".formatted(folder));
            write("notes.txt", "nothing");
            assertThat(refused()).contains("holds no file that ends in");
            Path none = folder.resolve("none");
            assertThatThrownBy(() -> Tables.of(none))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessage("""
                            The data folder (%s) is not a folder that can be read.
                            Give a folder that holds CSV, JSON, Parquet or SQLite files.""".formatted(none));
        }

        @Test
        void namesTheFileAndTheLineThatIsBroken() throws IOException {
            Path file = folder.resolve("ragged.csv");
            write("ragged.csv", "a,b\n1,2\n3,4,5\n6,7\n");
            assertThat(refused())
                    .startsWith("The file (%s) cannot be read as a table: ".formatted(file))
                    .contains("Line: 3")
                    .endsWith("\nMend the file or take it out of the folder; nothing was changed.");
        }

        @Test
        void namesBrokenJson() throws IOException {
            write("broken.json", "[{\"a\":1},\n{\"a\":");
            assertThat(refused())
                    .contains("broken.json")
                    .contains("Malformed JSON")
                    .contains("unexpected end of data");
        }

        @Test
        void namesBrokenParquetAndSqlite() throws IOException {
            write("broken.parquet", "PAR1 nonsense");
            assertThat(refused()).contains("broken.parquet").contains("No magic bytes");
            Files.delete(folder.resolve("broken.parquet"));
            write("broken.sqlite", "this is no database at all, but it is long enough to be looked at ".repeat(30));
            assertThat(refused()).contains("broken.sqlite").contains("not a database");
        }

        @Test
        void namesWhatIsNotUtf8() throws IOException {
            Files.write(folder.resolve("latin.csv"), "a,b\n1,Z\u00fcrich\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(refused()).contains("latin.csv").contains("Line: 2").contains("not utf-8");
        }

        @Test
        void doesNotFollowLinks() throws IOException {
            Path elsewhere = Files.createTempFile("elsewhere", ".csv");
            Files.writeString(elsewhere, "secret\n1\n");
            Files.createSymbolicLink(folder.resolve("link.csv"), elsewhere);
            assertThat(refused()).contains("links to files elsewhere are not followed");
            write("own.csv", "a\n1\n");
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all()).extracting(Table::name).containsExactly("own");
            }
            Files.delete(elsewhere);
        }

        @Test
        void wantsATableThatFitsInMemory() throws IOException {
            try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("wide.csv"))) {
                String row = "1,".repeat(999) + "1\n";
                out.write(row.replaceAll("1", "x"));
                for (int i = 0; i < 20_001; i++) {
                    out.write(row);
                }
            }
            assertThat(refused()).isEqualTo("""
                            The table (wide) has 20001 rows of 1000 columns, which is more than 20000000 values.
                            Split the file, or leave columns out.""");
        }
    }

    @Nested
    class Oddities {
        @Test
        void keepsOddColumnNames() throws IOException {
            write("odd.csv", "a,A,select,\"x y\",\"q\"\"q\",\uD83D\uDE00,\n1,2,3,4,5,6,7\n");
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all().getFirst().columnNames())
                        .containsExactly("a", "A_1", "select", "x y", "q\"q", "\uD83D\uDE00", "column6");
            }
            everyToolAnswers();
        }

        @Test
        void givesTablesNamesOfTheirOwn() throws IOException {
            write("Sales.csv", "a\n1\n");
            write("sales.json", "[{\"a\":1}]");
            write("t1.csv", "a\n1\n");
            write("select from.csv", "a\n1\n");
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all())
                        .extracting(Table::name)
                        .containsExactly("Sales", "sales_2", "select from", "table_t1");
            }
            everyToolAnswers();
        }

        @Test
        void showsNestedValuesAsText() throws IOException {
            write("nested.json", "[{\"a\":{\"b\":1},\"l\":[1,2],\"n\":3},{\"a\":null,\"l\":[],\"n\":4}]");
            try (Tables tables = Tables.of(folder)) {
                Table table = tables.all().getFirst();
                assertThat(table.columns()).extracting(Column::kind).containsExactly(Kind.TEXT, Kind.TEXT, Kind.NUMBER);
                assertThat(new Operations(tables)
                                .preview(tables.relation(table))
                                .text())
                        .endsWith("\n{\"b\":1} | [1,2] | 3\nmissing | [] | 4");
            }
            everyToolAnswers();
        }

        @Test
        void copesWithTablesOfNoneOrOneRow() throws IOException {
            write("header.csv", "a,b\n");
            write("nothing.csv", "");
            write("one.csv", "a,b\n1,x\n");
            write("blank.csv", "a,b\n,\n,\n,\n");
            write("empty.json", "[]");
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all()).extracting(Table::rows).containsExactly(3L, 0L, 0L, 0L, 1L);
            }
            everyToolAnswers();
        }

        @Test
        void copesWithNumbersAtTheEdge() throws IOException {
            StringBuilder csv = new StringBuilder("whole,real,odd,huge\n");
            for (int i = 0; i < 30; i++) {
                csv.append("9223372036854775807,1.7e308,nan,18446744073709551616\n");
                csv.append("-9223372036854775808,-1.7e308,inf,1\n");
                csv.append("0,5e-324,-inf,2\n");
                csv.append(",,,\n");
            }
            write("edge.csv", csv.toString());
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all().getFirst().column("whole").kind()).isEqualTo(Kind.NUMBER);
                assertThat(tables.all().getFirst().column("huge").kind()).isEqualTo(Kind.NUMBER);
            }
            everyToolAnswers();
        }

        @Test
        void readsSqlite() throws SQLException {
            try (var sqlite = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.sqlite"));
                    var statement = sqlite.createStatement()) {
                statement.execute("CREATE TABLE \"or\"\"der\" (id INTEGER, price, note, photo BLOB, \"nothing\")");
                statement.execute("INSERT INTO \"or\"\"der\" VALUES (9223372036854775807, 1, 'x', x'0102', NULL)");
                statement.execute("INSERT INTO \"or\"\"der\" VALUES (2, 1.5, 7, NULL, NULL)");
                statement.execute("CREATE TABLE empty (id INTEGER)");
            }
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.all()).extracting(Table::name).containsExactly("empty", "or\"der");
                Table order = tables.table("or\"der");
                assertThat(order.columns())
                        .extracting(Column::kind)
                        .containsExactly(Kind.NUMBER, Kind.NUMBER, Kind.TEXT, Kind.TEXT, Kind.TEXT);
                assertThat(tables.query("SELECT * FROM \"or\"\"der\"").cells().getFirst())
                        .startsWith(9223372036854775807L, 1.0, "x", "(2 bytes)");
            }
            everyToolAnswers();
        }
    }

    @Test
    void worksOnAHundredMegabytes() throws IOException {
        Path file = folder.resolve("big.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,group,name,price,amount,day,note\n");
            for (int i = 0; Files.size(file) < 100_000_000 || i % 1000 != 0; i++) {
                out.write("%d,group %d,customer number %d,%d.%02d,%d,2024-%02d-%02d,some words that fill the line %d\n"
                        .formatted(i, i % 7, i, i % 1000, i % 100, i % 50, 1 + i % 12, 1 + i % 28, i % 10));
                if (i % 1000 == 0) {
                    out.flush();
                }
            }
        }
        long start = System.nanoTime();
        try (DataScienceEnvironment environment = DataScienceEnvironment.of(folder);
                Episode episode = environment.open(Episodes.TASK, 1)) {
            System.out.printf(
                    "a CSV of %d MB, %s: loaded in %.1f s%n",
                    Files.size(file) / 1_000_000, environment.dataSources(), (System.nanoTime() - start) / 1e9);
            for (ToolCall call : List.of(
                    ToolCall.of("describe_table", "table", "big"),
                    ToolCall.of("preview_table", "table", "big"),
                    ToolCall.of("describe_column", "table", "big", "column", "price"),
                    ToolCall.of("describe_column", "table", "big", "column", "group"),
                    ToolCall.of(
                            "group_by",
                            "table",
                            "big",
                            "column",
                            "group",
                            "aggregate",
                            "mean",
                            "value_column",
                            "price"),
                    ToolCall.of("sort_rows", "table", "big", "column", "price", "order", "descending"),
                    ToolCall.of("statistic", "table", "big", "column", "name", "measure", "distinct"),
                    ToolCall.of("clean_table", "table", "big", "operation", "drop_missing_rows"),
                    ToolCall.of("plot", "table", "big", "kind", "scatter", "x", "id", "y", "price"),
                    ToolCall.of(
                            "fit_model",
                            "table",
                            "big",
                            "kind",
                            "regression",
                            "target",
                            "price",
                            "features",
                            "all_numeric"))) {
                long before = System.nanoTime();
                Transition transition = episode.step(call);
                System.out.printf("%s: %.1f s%n", call, (System.nanoTime() - before) / 1e9);
                assertThat(transition.error()).as(transition.observation()).isFalse();
            }
            assertThat(episode.actions()).isNotEmpty();
        }
    }

    /** Calls what is listed, and each tool with right and wrong arguments, on every table; nothing may be thrown. */
    private void everyToolAnswers() {
        try (DataScienceEnvironment environment = DataScienceEnvironment.of(folder)) {
            Episodes.tryEverything(environment);
        }
    }
}
