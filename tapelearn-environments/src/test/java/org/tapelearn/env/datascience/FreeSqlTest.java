package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSqlTest {
    private static Tables tables;
    private static Operations operations;
    private static final Map<String, Relation> OPENED = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        tables = Tables.bundled();
        operations = new Operations(tables);
        OPENED.put("penguins", tables.relation(tables.table("penguins")));
        OPENED.put(
                "t1",
                operations
                        .filter(OPENED.get("penguins"), "Species", "=", "Gentoo")
                        .relation());
    }

    @AfterAll
    static void close() {
        tables.close();
    }

    private static Outcome run(String query) {
        return operations.sql(OPENED, query);
    }

    @Nested
    class Answers {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT count(*) FROM penguins",
                    "select count(*) from Penguins;",
                    "FROM penguins SELECT count(*)",
                    "SELECT count(*) FROM penguins -- all of them",
                    "SELECT count(*) /* ; DROP TABLE penguins */ FROM penguins ; ;",
                    "WITH big AS (SELECT * FROM penguins) SELECT count(*) FROM big",
                    "SELECT count(*) FROM (SELECT * FROM penguins) AS p",
                    "SELECT sum(n) FROM (SELECT \"Species\", count(*) AS n FROM penguins GROUP BY 1)"
                })
        void countsPenguins(String query) {
            assertThat(run(query).text()).startsWith("1 rows shown (").endsWith("\n344");
            assertThat(run(query).shown().getFirst().exact()).isEqualTo(344.0);
        }

        @Test
        void readsResultsByName() {
            assertThat(run("SELECT DISTINCT \"Species\" FROM t1").text()).isEqualTo("1 rows shown (Species)\nGentoo");
        }

        @Test
        void showsTwentyRowsAndShortensTexts() {
            assertThat(run("SELECT * FROM penguins").text()).startsWith("20 rows shown (");
            assertThat(run("SELECT '" + "x".repeat(500) + "'").text()).endsWith("\n" + "x".repeat(200) + "...");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT DATE '2020-01-02' - DATE '2020-01-01', INTERVAL 3 DAY, TIMESTAMP '2020-01-01 10:00:00'",
                    "SELECT NULL, true, 1.5::DECIMAL(9,2), 170141183460469231731687303715884105727, 'a'::BLOB",
                    "SELECT row_number() OVER (ORDER BY \"Body Mass (g)\") FROM penguins WHERE \"Species\" LIKE 'A%'",
                    "SELECT CASE WHEN 1 BETWEEN 0 AND 2 THEN 'in' ELSE 'out' END, 1 IN (1, 2), upper('a') || 'b'",
                    "SELECT x FROM range(3) AS r(x) UNION ALL SELECT 5",
                    "VALUES (1, 'a'), (2, 'b')",
                    "DESCRIBE penguins",
                    "SELECT 1/0, sqrt(4), coalesce(NULL, 2), CAST('5' AS INTEGER), round(2.567, 1), 'nan'::DOUBLE",
                    "SELECT quantile_cont(\"Body Mass (g)\", 0.5), corr(\"Body Mass (g)\", \"Beak Depth (mm)\") FROM penguins",
                    "SELECT extract(year FROM DATE '2020-05-01'), date_trunc('month', DATE '2020-05-03')"
                })
        void answersUsualQuestions(String query) {
            Outcome outcome = run(query);
            assertThat(outcome.error()).as(outcome.text()).isFalse();
            assertThat(run(query)).isEqualTo(outcome);
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DROP TABLE penguins",
                    "SELECT 1; DROP TABLE penguins",
                    "SELECT 1; SELECT 2",
                    "INSERT INTO penguins SELECT * FROM penguins",
                    "UPDATE penguins SET \"Species\" = 'x'",
                    "DELETE FROM penguins",
                    "CREATE TABLE x AS SELECT 1",
                    "COPY penguins TO '/tmp/tapelearn-stolen.csv'",
                    "ATTACH '/tmp/tapelearn-stolen.db'",
                    "INSTALL httpfs",
                    "LOAD httpfs",
                    "PRAGMA database_list",
                    "SET threads = 4",
                    "SET lock_configuration = false",
                    "EXPLAIN SELECT 1",
                    "BEGIN TRANSACTION",
                    "CALL pragma_version()",
                    ""
                })
        void runsNothingButOneSelect(String query) {
            Outcome outcome = run(query);
            assertThat(outcome.error()).isTrue();
            assertThat(outcome.text())
                    .isIn(
                            "Only one SELECT statement can be run here; nothing was changed.",
                            "The query cannot be read: syntax error at end of input");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT * FROM read_csv('/etc/passwd')",
                    "SELECT * FROM read_text('/etc/hostname')",
                    "SELECT * FROM glob('/*')",
                    "SELECT * FROM parquet_scan('x')",
                    "SELECT * FROM duckdb_settings()",
                    "SELECT * FROM duckdb_tables()",
                    "SELECT * FROM query('SELECT * FROM wages')",
                    "SELECT * FROM query_table('wages')",
                    "SELECT * FROM pragma_table_info('wages')",
                    "SELECT * FROM json_execute_serialized_sql('{}')",
                    "SELECT * FROM penguins, LATERAL (SELECT * FROM read_csv('/etc/passwd'))"
                })
        void givesNoRowsFromElsewhere(String query) {
            assertThat(run(query).text())
                    .endsWith(" gives rows from elsewhere than the opened tables and is not run here.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT * FROM wages",
                    "FROM wages",
                    "TABLE wages",
                    "DESCRIBE wages",
                    "SUMMARIZE wages",
                    "SELECT * FROM main.wages",
                    "SELECT * FROM memory.main.wages",
                    "SELECT * FROM main.penguins",
                    "SELECT * FROM WAGES",
                    "SELECT * FROM '/etc/passwd'",
                    "SELECT * FROM information_schema.tables",
                    "SELECT * FROM duckdb_tables",
                    "SELECT * FROM sqlite_master",
                    "SELECT (SELECT count(*) FROM wages)",
                    "SELECT * FROM penguins WHERE EXISTS (SELECT 1 FROM wages)",
                    "SELECT * FROM penguins UNION ALL SELECT * FROM wages",
                    "SELECT * FROM penguins POSITIONAL JOIN wages",
                    "WITH x AS (SELECT * FROM wages) SELECT * FROM x",
                    "SELECT 1 ORDER BY (SELECT max(wage) FROM wages)",
                    "SELECT 1 LIMIT (SELECT count(*) FROM wages)"
                })
        void readsOnlyOpenedTables(String query) {
            assertThat(run(query).text())
                    .startsWith("There is no opened table (")
                    .contains("; opened are: penguins, t1.");
        }

        @Test
        void takesNoTablesNameForAPart() {
            assertThat(run("SELECT * FROM (WITH wages AS (SELECT 1) SELECT * FROM wages), wages")
                            .text())
                    .isEqualTo("A part of the query is called (wages), like a table; give it another name.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT random()",
                    "SELECT now()",
                    "SELECT uuid()",
                    "SELECT current_setting('memory_limit')",
                    "SELECT getenv('HOME')",
                    "SELECT repeat('x', 2000000000)",
                    "SELECT range(1000000000)",
                    "SELECT count(*) FROM penguins WHERE random() < 0.5",
                    "SELECT sleep_ms(100000)",
                    "SELECT lpad('x', 2000000000, 'y')"
                })
        void offersOnlyHarmlessRepeatableFunctions(String query) {
            assertThat(run(query).text())
                    .startsWith("The function (")
                    .endsWith(") is not offered here; there are the usual ones of numbers, texts, dates and groups.");
        }

        @Test
        void givesNoRandomSamples() {
            assertThat(run("SELECT * FROM penguins USING SAMPLE 3").text())
                    .isEqualTo("Random samples are not given here; use LIMIT.");
            assertThat(run("SELECT * FROM penguins TABLESAMPLE 10%").text())
                    .isEqualTo("Random samples are not given here; use LIMIT.");
        }

        @Test
        void runsNothingEndless() {
            assertThat(run("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t")
                            .text())
                    .isEqualTo("Recursive queries are not run here, because they may never end.");
            assertThat(run("SELECT count(*) FROM penguins a, penguins b, penguins c, penguins d, penguins e")
                            .text())
                    .isEqualTo("The query was stopped after 2 seconds; ask for less.");
            assertThat(run("SELECT count(*) FROM penguins").text()).endsWith("\n344");
        }

        @Test
        void joinsNoTextsWithoutEnd() {
            String doubled = "'xxxxxxxxxxxxxxxx'";
            StringBuilder query = new StringBuilder("WITH d0 AS (SELECT " + doubled + " AS s)");
            for (int i = 1; i < 40; i++) {
                query.append(", d%d AS (SELECT s || s AS s FROM d%d)".formatted(i, i - 1));
            }
            assertThat(run(query + " SELECT length(s) FROM d39").text())
                    .isEqualTo("The query joins texts more than 16 times; use fewer.");
        }

        @Test
        void saysWhatTheDatabaseCouldNotDo() {
            assertThat(run("SELECT nothing FROM penguins").text())
                    .startsWith("The query was refused: Binder Error: Referenced column \"nothing\" not found");
            assertThat(run("SELEC 1").text()).startsWith("The query cannot be read: syntax error");
            assertThat(run("SELECT 'abc'::INTEGER").text()).startsWith("The query was refused: ");
            assertThat(run("SELECT ?").error()).isTrue();
            assertThat(run("x".repeat(5000)).text()).isEqualTo("The query has 5000 characters; at most 4000 are read.");
        }
    }

    @Test
    void writesNoFile() {
        Path target = folder.resolve("stolen.csv");
        assertThat(run("COPY (SELECT * FROM penguins) TO '%s'".formatted(target))
                        .error())
                .isTrue();
        assertThat(Files.exists(target)).isFalse();
    }

    @Test
    void keepsTheDatabaseItselfLocked() {
        for (String statement : java.util.List.of(
                "SELECT * FROM read_csv('/etc/passwd')",
                "COPY penguins TO '%s'".formatted(folder.resolve("stolen.csv")),
                "SET enable_external_access = true",
                "ATTACH '%s'".formatted(folder.resolve("stolen.db")))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> tables.run(statement, 1))
                    .isInstanceOf(java.sql.SQLException.class);
        }
    }
}
