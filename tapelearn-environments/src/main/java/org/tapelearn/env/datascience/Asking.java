package org.tapelearn.env.datascience;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;

/** What an author chooses from while making up one question: the tables of a group, drawn by a seed. */
final class Asking {
    static final int FEWEST_ROWS = 5;

    private final Tables tables;
    private final Split split;
    private final List<Table> choices;
    private final SplittableRandom random;
    private final Map<String, Phrase> slots = new HashMap<>();
    private final SortedMap<String, String> parameters = new TreeMap<>();

    Asking(Tables tables, Split split, String group, SplittableRandom random) {
        this.tables = tables;
        this.split = split;
        this.random = random;
        this.choices = tables.tables(split).stream()
                .filter(table -> table.dataset().equals(group) && table.rows() >= 2 * FEWEST_ROWS)
                .toList();
    }

    /** Tells whether there is any table to ask about. */
    boolean fits() {
        return !choices.isEmpty();
    }

    /**
     * Tells whether a question may be asked on this split. Where the splits share their tables, each question belongs to
     * one of them only, by its parameters.
     */
    boolean ownsSplit(Question question) {
        Split[] splits = Split.values();
        int owner = Math.floorMod((question.parameters().toString().hashCode() * 0x9E3779B9) >>> 8, splits.length);
        return !tables.shared() || splits[owner] == split;
    }

    Facts facts() {
        return new Facts(tables);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    <T> Optional<T> any(List<T> from) {
        return from.isEmpty() ? Optional.empty() : Optional.of(pick(from));
    }

    @SafeVarargs
    final <T> T either(T... from) {
        return from[random.nextInt(from.length)];
    }

    /** Chooses a table and makes its name known to the sentence. */
    Table table() {
        Table table = pick(choices);
        say(table);
        return table;
    }

    /** The joins of the group, and only those. */
    List<Join> joins() {
        List<String> names = choices.stream().map(Table::name).toList();
        return tables.joins().stream()
                .filter(join -> names.contains(join.left()) && names.contains(join.right()))
                .toList();
    }

    Table table(String name) {
        return choices.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void say(Table table) {
        slots.put("t", naming(table));
        parameters.put("table", table.name());
    }

    static Phrase naming(Table table) {
        return new Phrase.Plain(List.of(Naming.words(table.name()), Naming.words(table.name()), table.name()));
    }

    /** Makes a column's name known to the sentence. */
    void say(String slot, Table table, Column column) {
        slots.put(
                slot,
                Naming.of(
                        column.name(),
                        table.columns().stream().map(Column::name).toList()));
        parameters.put(slot, column.name());
    }

    void say(String slot, Phrase phrase) {
        slots.put(slot, phrase);
        parameters.put(
                slot,
                switch (phrase) {
                    case Phrase.Plain plain -> plain.ways().getFirst();
                    case Phrase.Clause clause -> clause.name();
                });
    }

    /** Makes a condition known to the sentence under {@code f} and {@code is}, both with a suffix. */
    void say(String suffix, Table table, Condition condition) {
        say("f" + suffix, table, table.column(condition.column()));
        say("is" + suffix, new Phrase.Clause("is." + condition.operator(), Map.of("v", Phrase.of(condition.value()))));
        parameters.put("value" + suffix, condition.value());
    }

    /** Keeps which tables are joined among what was chosen. */
    void note(Joining.Joined joined) {
        parameters.put("left", joined.join().left());
        parameters.put("right", joined.join().right());
        parameters.put("left_on", joined.join().leftOn());
        parameters.put("right_on", joined.join().rightOn());
    }

    /** Makes the question of what was chosen and said so far. */
    Question question(int size, List<Criterion> criteria) {
        return new Question(parameters, size, slots, criteria);
    }

    /** Chooses a column of numbers that are worth a statistic. */
    Optional<Column> number(Table table, String... except) {
        return column(table, column -> facts().measurable(table, column), except);
    }

    /** Chooses a column of a few texts, each of several rows. */
    Optional<Column> category(Table table, String... except) {
        return column(table, column -> facts().grouping(table, column), except);
    }

    /** Chooses a column of texts that name rows. */
    Optional<Column> label(Table table, String... except) {
        return column(table, column -> facts().labelling(table, column), except);
    }

    Optional<Column> column(Table table, Predicate<Column> fit, String... except) {
        List<String> excluded = List.of(except);
        return any(table.columns().stream()
                .filter(column -> !excluded.contains(column.name()))
                .filter(fit)
                .toList());
    }

    /** Chooses a condition that leaves enough rows, and not nearly all of them. */
    Optional<Condition> condition(Table table, String rows, String... except) {
        Optional<Column> column = column(table, candidate -> facts().filterable(table, candidate), except);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        Condition condition = condition(table, column.get());
        if (condition == null) {
            return Optional.empty();
        }
        double all = facts().number(Reference.count(rows));
        double left = facts().number(Reference.count(Reference.where(rows, condition)));
        return left >= FEWEST_ROWS && left <= 0.97 * all ? Optional.of(condition) : Optional.empty();
    }

    private @Nullable Condition condition(Table table, Column column) {
        if (column.kind() == Column.Kind.NUMBER) {
            return any(facts().marks(table, column))
                    .map(value -> new Condition(column.name(), either(">", "<", ">=", "<="), value, false))
                    .orElse(null);
        }
        String operator = random.nextInt(6) == 0 && facts().missing(table, column) == 0 ? "!=" : "=";
        return any(facts().frequent(table, column))
                .map(value -> new Condition(column.name(), operator, value, true))
                .orElse(null);
    }

    /** Chooses a measure that makes sense for a column. */
    String measure(Column column, String... choices) {
        boolean summable =
                !column.name().toLowerCase(Locale.ROOT).matches(".*(year|lat|lon|date|time|percent|pct|rate|per_).*");
        List<String> fit = List.of(choices).stream()
                .filter(measure -> summable || !measure.equals("sum"))
                .toList();
        String measure = pick(fit);
        say("measure", Phrase.clause("measure." + measure));
        say("measureof", Phrase.clause("measureof." + measure));
        say("indirect", Phrase.clause("indirect." + measure));
        return measure;
    }
}
