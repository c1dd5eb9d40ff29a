package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.tapelearn.env.datascience.Column.Kind;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Split;

/** Loads files into the base, looks at what came of them, and locks the door. */
final class TableLoader {
    /** The most values of a table, rows times columns. */
    static final long MOST_CELLS = 20_000_000;

    private static final List<String> SEPARATORS = List.of(",", ";", "\t", "|");

    private final DuckDBConnection database;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    /** A table's name with what is known about it beside its rows. */
    private record Source(String dataset, String description, Split split) {}

    private TableLoader() throws SQLException {
        database = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
        execute(
                "SET threads=1",
                "SET memory_limit='512MB'",
                "SET temp_directory=''",
                "SET autoinstall_known_extensions=false",
                "SET autoload_known_extensions=false");
    }

    static Tables bundled() {
        try {
            TableLoader loader = new TableLoader();
            JsonNode index;
            try (InputStream in = resource("index.json")) {
                index = new ObjectMapper().readTree(in);
            }
            Path folder = Files.createTempDirectory("tapelearn-data");
            List<Join> joins = new ArrayList<>();
            try {
                for (JsonNode dataset : index.path("datasets")) {
                    loader.loadBundled(dataset, folder);
                    for (JsonNode join : dataset.path("joins")) {
                        joins.add(new Join(
                                join.path("left").asText(),
                                join.path("left_on").asText(),
                                join.path("right").asText(),
                                join.path("right_on").asText()));
                    }
                }
            } finally {
                deleteFolder(folder);
            }
            return loader.finish(joins);
        } catch (SQLException | IOException broken) {
            throw new IllegalStateException("The bundled data sets could not be loaded.", broken);
        }
    }

    static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static InputStream resource(String name) {
        InputStream in = TableLoader.class.getResourceAsStream("bundled/" + name);
        if (in == null) {
            throw new IllegalStateException("The bundled file (%s) is missing.".formatted(name));
        }
        return in;
    }

    private void loadBundled(JsonNode dataset, Path folder) throws SQLException, IOException {
        Split split = Split.valueOf(dataset.path("split").asText().toUpperCase(Locale.ROOT));
        for (JsonNode table : dataset.path("tables")) {
            String file = table.path("file").asText();
            Path copy = folder.resolve(file);
            if (!Files.exists(copy)) {
                try (InputStream in = resource(file)) {
                    Files.copy(in, copy);
                }
            }
            Source source = new Source(
                    dataset.path("name").asText(), table.path("description").asText(), split);
            if (UserFolder.isSqlite(file)) {
                loadSqlite(copy, table.path("name").asText(), source);
            } else {
                loadFile(copy, table.path("name").asText(), source);
            }
        }
    }

    static Tables of(Path folder) {
        List<Path> files = UserFolder.files(folder);
        try {
            TableLoader loader = new TableLoader();
            for (int i = 0; i < files.size(); i++) {
                loader.loadUserFile(files.get(i), UserFolder.splitOf(i, files.size()));
            }
            if (loader.sources.isEmpty()) {
                throw new PrerequisiteException("""
                        The data folder (%s) holds no table: its SQLite files are empty.
                        Put at least one table there.""".formatted(folder));
            }
            for (String table : loader.sources.keySet()) {
                loader.forgetWhatIsNotFinite(table);
            }
            Tables tables = loader.finish(List.of());
            return new Tables(loader.database, tables.all(), JoinFinder.find(tables));
        } catch (SQLException broken) {
            throw new PrerequisiteException(
                    "The data folder (%s) could not be loaded: %s".formatted(folder, Tables.firstLine(broken)), broken);
        }
    }

    private void loadUserFile(Path file, Split split) {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        try {
            if (UserFolder.isSqlite(name)) {
                loadSqlite(file, null, new Source(stem, "", split));
            } else {
                loadFile(file, stem, new Source(stem, "", split));
            }
        } catch (SQLException | IOException broken) {
            throw new PrerequisiteException("""
                    The file (%s) cannot be read as a table: %s
                    Mend the file or take it out of the folder; nothing was changed.""".formatted(file, message(broken)), broken);
        }
    }

    /** The lines of the database's message that speak about the file, in one. */
    private static String message(Exception broken) {
        String text = broken.getMessage() == null ? "unknown error" : broken.getMessage();
        if (text.startsWith("Out of Memory")) {
            return "It needs more than the 512 MB of memory that tables may take; make it smaller.";
        }
        return text.lines()
                .map(String::strip)
                .takeWhile(line -> !line.isEmpty() && !line.startsWith("Possible") && !line.startsWith("LINE "))
                .limit(3)
                .collect(Collectors.joining(" "));
    }

    private void loadFile(Path file, String table, Source source) throws SQLException {
        String path = Sql.text(escaped(file.toAbsolutePath().toString()));
        String name = unique(table);
        boolean csv = List.of("csv", "tsv").contains(UserFolder.ending(file.toString()));
        String reader = csv
                ? csv(path)
                : UserFolder.ending(file.toString()).equals("json")
                        ? "read_json_auto(" + path + ", sample_size=-1)"
                        : "read_parquet(" + path + ")";
        try {
            create(name, reader);
        } catch (SQLException broken) {
            if (csv && broken.getMessage() != null && broken.getMessage().contains("sniffing")) {
                countCells(file, path);
            }
            throw broken;
        }
        if (csv && unsplit(name)) {
            countCells(file, path);
        }
        simplify(name);
        sources.put(name, source);
    }

    /** Lets no name of a file stand for others: the database takes some characters for patterns. */
    private static String escaped(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    private static String csv(String path) {
        return "read_csv(" + path + ", sample_size=-1, header=true, quote='\"', escape='\"')";
    }

    /** Reads a CSV again with as many texts a line as its first line has, which fails with the number of another line. */
    private void countCells(Path file, String path) throws SQLException {
        String first;
        try (Stream<String> lines = Files.lines(file)) {
            first = lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException unreadable) {
            throw new SQLException("The first line cannot be read.", unreadable);
        }
        String separator = SEPARATORS.stream()
                .max(Comparator.comparingInt(each -> first.split(Pattern.quote(each), -1).length))
                .orElse(",");
        String columns = IntStream.range(0, first.split(Pattern.quote(separator), -1).length)
                .mapToObj(i -> "c%d: 'VARCHAR'".formatted(i))
                .collect(Collectors.joining(", "));
        execute(
                "SELECT count(*) FROM read_csv(%s, auto_detect=false, header=true, quote='\"', escape='\"', delim=%s, columns={%s})"
                        .formatted(path, Sql.text(separator), columns));
    }

    private void create(String name, String reader) throws SQLException {
        execute("CREATE TABLE %s AS SELECT * FROM %s".formatted(Sql.name(name), reader));
    }

    /** Tells whether the only column's name has a separator in it: the lines do not fit together. */
    private boolean unsplit(String table) throws SQLException {
        List<String> names = new ArrayList<>(types(table).keySet());
        return names.size() == 1 && SEPARATORS.stream().anyMatch(names.getFirst()::contains);
    }

    private Map<String, String> types(String table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("DESCRIBE " + Sql.name(table))) {
            while (result.next()) {
                types.put(result.getString(1), result.getString(2));
            }
        }
        return types;
    }

    /** Turns lists and objects into JSON texts, and bytes into their number. */
    private void simplify(String table) throws SQLException {
        for (Map.Entry<String, String> column : types(table).entrySet()) {
            String name = Sql.name(column.getKey());
            String type = column.getValue();
            String text =
                    type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP") || type.equals("JSON")
                            ? "CAST(to_json(%s) AS VARCHAR)".formatted(name)
                            : type.equals("BLOB") ? "'(' || octet_length(%s) || ' bytes)'".formatted(name) : "";
            if (!text.isEmpty()) {
                execute("ALTER TABLE %s ALTER %s SET DATA TYPE VARCHAR USING %s"
                        .formatted(Sql.name(table), name, text));
            }
        }
    }

    /** A name that no table has yet in any case, nor a result of an episode may get (t1, p1, m1). */
    private String unique(String table) {
        String free = table.matches("(?i)[tpm][0-9]+") ? "table_" + table : table;
        Set<String> taken = sources.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        String name = free;
        for (int copy = 2; taken.contains(name.toLowerCase(Locale.ROOT)); copy++) {
            name = free + "_" + copy;
        }
        return name;
    }

    /** Copies one table of a SQLite file, or all when none is named. */
    private void loadSqlite(Path file, @Nullable String only, Source source) throws SQLException, IOException {
        try (SqliteFile sqlite = SqliteFile.open(file)) {
            for (String table : only == null ? sqlite.tables() : List.of(only)) {
                String name = unique(table);
                sqlite.copy(table, database, name);
                sources.put(name, source);
            }
        }
    }

    /** Numbers that are none, or without bounds, count as missing: nothing can be computed from them. */
    private void forgetWhatIsNotFinite(String table) throws SQLException {
        for (Map.Entry<String, String> column : types(table).entrySet()) {
            if (List.of("DOUBLE", "FLOAT").contains(column.getValue())) {
                execute("UPDATE %1$s SET %2$s = NULL WHERE NOT isfinite(%2$s)"
                        .formatted(Sql.name(table), Sql.name(column.getKey())));
            }
        }
    }

    private Tables finish(List<Join> joins) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<String, Source> entry : sources.entrySet()) {
            Source source = entry.getValue();
            checkSize(entry.getKey());
            tables.add(new Table(
                    entry.getKey(),
                    source.dataset(),
                    source.description(),
                    source.split(),
                    count(entry.getKey()),
                    columns(entry.getKey())));
        }
        execute("SET enable_external_access=false", "SET lock_configuration=true");
        return new Tables(database, tables, joins);
    }

    /** The tools work on tables in memory, so there is an end to their size. */
    private void checkSize(String table) throws SQLException {
        long rows = count(table);
        int columns = types(table).size();
        if (rows * columns > MOST_CELLS) {
            throw new PrerequisiteException("""
                    The table (%s) has %d rows of %d columns, which is more than %d values.
                    Split the file, or leave columns out.""".formatted(table, rows, columns, MOST_CELLS));
        }
    }

    private long count(String table) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + Sql.name(table))) {
            result.next();
            return result.getLong(1);
        }
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("DESCRIBE " + Sql.name(table))) {
            while (result.next()) {
                String name = result.getString(1);
                Kind kind = kind(result.getString(2));
                columns.add(new Column(name, kind, grouping(table, name, kind)));
            }
        }
        return columns;
    }

    /** Groups can be formed by up to 60 texts, or by up to 12 numbers. */
    private boolean grouping(String table, String column, Kind kind) throws SQLException {
        String sql = "SELECT count(DISTINCT %s) FROM %s".formatted(Sql.name(column), Sql.name(table));
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            long distinct = result.getLong(1);
            return distinct >= 2 && distinct <= (kind == Kind.NUMBER ? 12 : 60);
        }
    }

    private static Kind kind(String type) {
        if (type.startsWith("DECIMAL")
                || type.endsWith("INT")
                || type.equals("INTEGER")
                || type.equals("DOUBLE")
                || type.equals("FLOAT")) {
            return Kind.NUMBER;
        }
        if (type.equals("DATE") || type.startsWith("TIME")) {
            return Kind.DATE;
        }
        return type.equals("BOOLEAN") ? Kind.BOOLEAN : Kind.TEXT;
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
