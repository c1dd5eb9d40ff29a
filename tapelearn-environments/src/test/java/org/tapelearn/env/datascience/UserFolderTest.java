package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.Episode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;

class UserFolderTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void sqlite(String name, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void givesEachSplitAFile() {
        for (int count = 3; count < 30; count++) {
            int files = count;
            assertThat(IntStream.range(0, files).mapToObj(i -> UserFolder.splitOf(i, files)))
                    .contains(Split.TRAIN, Split.SELECTION, Split.TEST);
        }
    }

    @Test
    void sharesTheTablesOfOneDatabase() throws SQLException {
        sqlite(
                "shop.db",
                "CREATE TABLE orders (id INTEGER)",
                "CREATE TABLE goods (id INTEGER)",
                "CREATE TABLE people (id INTEGER)",
                "CREATE TABLE sqliteish (id INTEGER)");
        try (Tables tables = Tables.of(folder)) {
            assertThat(tables.shared()).isTrue();
            for (Split split : Split.values()) {
                assertThat(tables.tables(split))
                        .extracting(Table::name)
                        .containsExactly("goods", "orders", "people", "sqliteish");
            }
        }
    }

    @Test
    void keepsThreeFilesApart() throws IOException {
        write("a.csv", "x\n1\n");
        write("b.csv", "x\n1\n");
        write("c.csv", "x\n1\n");
        try (Tables tables = Tables.of(folder)) {
            assertThat(tables.shared()).isFalse();
            assertThat(tables.tables(Split.TEST)).extracting(Table::name).containsExactly("c");
        }
    }

    /** The database takes such names for patterns, or for more than a path. */
    @Test
    void readsTheFileThatIsNamedAndNoOther() throws IOException, SQLException {
        write("a1.csv", "x\n1\n");
        write("a[1].csv", "x\n2\n3\n");
        write("b?.csv", "x\n4\n");
        write("b*.csv", "x\n5\n6\n7\n");
        sqlite("plain.sqlite", "CREATE TABLE s (x INTEGER)", "INSERT INTO s VALUES (8)");
        Files.move(folder.resolve("plain.sqlite"), folder.resolve("what?mode=#% here.sqlite"));
        try (Tables tables = Tables.of(folder)) {
            assertThat(tables.query("SELECT * FROM \"a[1]\"").cells()).hasSize(2);
            assertThat(tables.query("SELECT * FROM a1").cells()).hasSize(1);
            assertThat(tables.query("SELECT * FROM \"b?\"").cells()).hasSize(1);
            assertThat(tables.query("SELECT * FROM \"b*\"").cells()).hasSize(3);
            assertThat(tables.query("SELECT * FROM s").cells()).hasSize(1);
        }
    }

    @Test
    void leavesTheFolderAsItWas() throws IOException, SQLException {
        write("a.csv", "x\n1\n");
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("live.sqlite"));
                Statement statement = open.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE live (x INTEGER)");
            statement.execute("INSERT INTO live VALUES (1), (2)");
            List<String> before = list();
            byte[] bytes = Files.readAllBytes(folder.resolve("live.sqlite"));
            try (Tables tables = Tables.of(folder)) {
                assertThat(tables.table("live").rows()).isEqualTo(2);
            }
            assertThat(list()).isEqualTo(before);
            assertThat(Files.readAllBytes(folder.resolve("live.sqlite"))).isEqualTo(bytes);
        }
    }

    private List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void refusesAFolderOfEmptyDatabases() throws SQLException {
        sqlite("none.sqlite", "CREATE TABLE x (a)", "DROP TABLE x");
        assertThatThrownBy(() -> Tables.of(folder))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessage("""
                The data folder (%s) holds no table: its SQLite files are empty.
                Put at least one table there.""".formatted(folder));
    }

    @Test
    void countsWhatIsNotFiniteAsMissing() throws IOException {
        write("odd.csv", "x\n1.5\nnan\ninfinity\n2.5\n");
        try (DataScienceEnvironment environment = DataScienceEnvironment.of(folder);
                Episode episode = environment.open(Episodes.TASK, 1)) {
            episode.step(ToolCall.of("describe_table", "table", "odd"));
            assertThat(episode.step(ToolCall.of("statistic", "table", "odd", "column", "x", "measure", "missing"))
                            .observation())
                    .isEqualTo("missing of x in odd : 2");
            assertThat(episode.step(ToolCall.of("sql", "query", "SELECT avg(x), count(x) FROM odd"))
                            .observation())
                    .endsWith("\n2 | 2");
        }
    }

    /** A value that is shown otherwise than it is written would choose no row. */
    @Test
    void offersOnlyValuesThatChooseRows() throws IOException {
        write("odd.csv", "a,b\n\" left\",1\nplain,2\n\"two\nlines\",3\n" + "long".repeat(50) + ",4\n\"\",5\n");
        try (DataScienceEnvironment environment = DataScienceEnvironment.of(folder);
                Episode episode = environment.open(Episodes.TASK, 1)) {
            episode.step(ToolCall.of("describe_table", "table", "odd"));
            episode.step(ToolCall.of("describe_column", "table", "odd", "column", "a"));
            assertThat(episode.actions())
                    .filteredOn(call -> call.tool().equals("filter_rows"))
                    .extracting(call -> call.argument("value"))
                    .containsOnly("plain");
        }
    }

    @Test
    void boundsTheListForWideTables() throws IOException {
        StringBuilder head = new StringBuilder("c0");
        StringBuilder row = new StringBuilder("0");
        for (int i = 1; i < 1_500; i++) {
            head.append(",c").append(i);
            row.append(',').append(i % 7);
        }
        write("wide.csv", head + "\n" + (row + "\n").repeat(5));
        try (DataScienceEnvironment environment = DataScienceEnvironment.of(folder);
                Episode episode = environment.open(Episodes.TASK, 1)) {
            episode.step(ToolCall.of("describe_table", "table", "wide"));
            assertThat(episode.actions()).hasSizeBetween(100, Actions.MOST);
        }
    }
}
