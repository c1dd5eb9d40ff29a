package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;

/**
 * Decides criteria by looking at what an episode left behind, with queries of its own. It shares no code with the tools
 * but the connection to the base, and does not look at which tools were called.
 */
final class Checker {
    private static final double TOLERANCE = 0.005;
    private static final double SMALLEST = 1e-9;

    private final Facts facts;
    private final Fingerprints fingerprints;
    private final PlotCheck plots;
    private final ModelCheck models;

    Checker(Tables tables) {
        this.facts = new Facts(tables);
        this.fingerprints = new Fingerprints(tables);
        this.plots = new PlotCheck(tables, fingerprints);
        this.models = new ModelCheck(tables, fingerprints);
    }

    /** Looks whether a criterion holds; the detail never tells what the answer would have been. */
    Finding check(Workspace workspace, Criterion criterion) {
        JsonNode check = criterion.check();
        String type = check.path("type").asText();
        boolean holds = switch (type) {
            case "columns" ->
                workspace.relations().containsKey(check.path("table").asText());
            case "shown_value" -> shownValue(workspace, check);
            case "shown_number" -> shown(workspace, cell -> isNumber(cell, facts.number(sql(check))));
            case "shown_text" -> shown(workspace, cell -> isText(cell.text(), facts.text(sql(check))));
            case "rows" ->
                workspace.relations().values().stream()
                        .anyMatch(each -> rows(each, check)
                                || (check.has("groups")
                                        && groups(each, check.path("groups").asText())));
            case "column" -> workspace.relations().values().stream().anyMatch(each -> column(each, check));
            case "groups" -> workspace.relations().values().stream().anyMatch(each -> groups(each, sql(check)));
            case "leader" -> workspace.relations().values().stream().anyMatch(each -> leader(each, check));
            case "answer_number" -> answerNumber(workspace.submitted(), facts.number(sql(check)));
            case "answer_text" -> isText(Objects.toString(workspace.submitted(), ""), facts.text(sql(check)));
            case "answer_rows" -> submitted(workspace.relations(), workspace, each -> rows(each, check));
            case "answer_plot" -> submitted(workspace.plots(), workspace, each -> plots.shows(each, check));
            case "answer_model" -> submitted(workspace.models(), workspace, each -> models.reaches(each, check));
            default ->
                throw new IllegalArgumentException(
                        "The checker of the data-science environment knows no check (%s).".formatted(type));
        };
        return new Finding(criterion.name(), holds, holds ? "holds" : "does not hold: " + criterion.description());
    }

    private static String sql(JsonNode check) {
        return check.path("sql").asText();
    }

    private static boolean shown(Workspace workspace, Predicate<Cell> wanted) {
        return workspace.events().stream()
                .filter(event -> !event.error())
                .flatMap(event -> event.shown().stream())
                .anyMatch(wanted);
    }

    private static boolean shownValue(Workspace workspace, JsonNode check) {
        String value = check.path("value").asText();
        if (!check.path("number").asBoolean()) {
            return shown(workspace, cell -> isText(cell.text(), value));
        }
        double number = Double.parseDouble(value);
        return shown(workspace, cell -> isNumber(cell, number));
    }

    private static boolean isNumber(Cell cell, double wanted) {
        return cell.exact() != null && near(cell.exact(), wanted);
    }

    private static boolean isText(String text, String wanted) {
        return !wanted.isEmpty() && text.strip().equalsIgnoreCase(wanted.strip());
    }

    private static boolean near(double value, double wanted) {
        return Math.abs(value - wanted) <= Math.max(SMALLEST, TOLERANCE * Math.abs(wanted));
    }

    private static boolean answerNumber(@Nullable String answer, double wanted) {
        try {
            return answer != null && near(Double.parseDouble(answer.strip()), wanted);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private boolean rows(Relation relation, JsonNode check) {
        List<String> columns = texts(check.path("columns"));
        return columns.stream().allMatch(relation::has)
                && Stream.of(sql(check), check.path("or").asText())
                        .filter(sql -> !sql.isEmpty())
                        .anyMatch(sql -> relation.rows() == facts.number(Reference.count(sql))
                                && fingerprints.sameRows(relation.sql(), sql, columns));
    }

    private boolean column(Relation relation, JsonNode check) {
        String column = check.path("column").asText();
        return relation.has(column)
                && relation.column(column).number()
                && fingerprints.sameNumbers(relation.sql(), sql(check), column);
    }

    private boolean groups(Relation relation, String sql) {
        return relation.columns().size() == 2
                && relation.columns().getLast().number()
                && relation.rows() == facts.number(Reference.count(sql))
                && fingerprints.samePairs(relation.sql(), sql);
    }

    private boolean leader(Relation relation, JsonNode check) {
        String column = check.path("column").asText();
        String rows = check.path("rows").asText();
        return relation.has(column)
                && relation.rows() == facts.number(Reference.count(rows))
                && isText(
                        facts.text("SELECT %s FROM (%s) LIMIT 1".formatted(Reference.name(column), relation.sql())),
                        facts.text(sql(check)));
    }

    private static <T> boolean submitted(java.util.Map<String, T> made, Workspace workspace, Predicate<T> wanted) {
        T named = workspace.submitted() == null
                ? null
                : made.get(workspace.submitted().strip());
        return named != null && wanted.test(named);
    }

    static List<String> texts(JsonNode array) {
        Collection<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
