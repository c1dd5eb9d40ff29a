package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Criterion.Role;

/** Writes down the criteria of one question, in the order in which a solution meets them, each weighing more. */
final class Criteria {
    private final List<Criterion> criteria = new ArrayList<>();

    private static ObjectNode check(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private Criteria add(Role role, String name, String description, JsonNode check) {
        int weight = role == Role.FINAL ? 0 : 1 + criteria.size();
        criteria.add(new Criterion(name, description, check, role, weight));
        return this;
    }

    /** The columns of a table were seen. */
    Criteria columns(String table) {
        return columns(Role.MILESTONE, table);
    }

    /** The columns of a table were seen. */
    Criteria columns(Role role, String table) {
        return add(
                role,
                "columns of " + table,
                "The columns of the table were looked at.",
                check("columns").put("table", table));
    }

    /** A value that a condition names was seen among those of its column. */
    Criteria value(Condition condition) {
        return add(
                Role.MILESTONE,
                "values of " + condition.column(),
                "The values of a column were looked at.",
                check("shown_value").put("value", condition.value()).put("number", !condition.quoted()));
    }

    /** A relation of exactly these rows was made, as seen in these columns. */
    Criteria rows(Role role, String name, String sql, List<String> columns) {
        ObjectNode check = check("rows").put("sql", sql);
        columns.forEach(check.putArray("columns")::add);
        return add(role, name, "The rows that the question is about were selected.", check);
    }

    /** A relation of exactly the rows of one query or the other was made. */
    Criteria anyRows(String name, String sql, String otherSql, List<String> columns) {
        ObjectNode check = check("rows").put("sql", sql).put("or", otherSql);
        columns.forEach(check.putArray("columns")::add);
        return add(Role.MILESTONE, name, "A part of the rows that the question leaves out was taken away.", check);
    }

    /** A relation of exactly these rows, or of exactly these groups, was made. */
    Criteria rowsOrGroups(String name, String sql, List<String> columns, String groups) {
        ObjectNode check = check("rows").put("sql", sql).put("groups", groups);
        columns.forEach(check.putArray("columns")::add);
        return add(Role.EVIDENCE, name, "The rows that the question is about were selected.", check);
    }

    /** A relation whose numbers in this column are exactly these was made. */
    Criteria column(Role role, String name, String sql, String column) {
        return add(
                role,
                name,
                "The rows that the question is about were selected.",
                check("column").put("sql", sql).put("column", column));
    }

    /** A relation of exactly these groups and values was made. */
    Criteria groups(Role role, String sql) {
        return add(
                role,
                "groups",
                "The groups that the question is about were formed.",
                check("groups").put("sql", sql));
    }

    /** A relation begins with the row that has this value in this column. */
    Criteria leader(Role role, String column, String rowsSql, String valueSql) {
        return add(
                role,
                "order",
                "The rows were put in the order that the question is about.",
                check("leader").put("column", column).put("rows", rowsSql).put("sql", valueSql));
    }

    /** The number was shown. */
    Criteria shownNumber(Role role, String name, String sql) {
        return add(
                role,
                name,
                "A value that the answer needs was determined.",
                check("shown_number").put("sql", sql));
    }

    /** The text was shown. */
    Criteria shownText(Role role, String name, String sql) {
        return add(
                role,
                name,
                "A value that the answer needs was determined.",
                check("shown_text").put("sql", sql));
    }

    List<Criterion> answerNumber(String sql) {
        add(
                Role.FINAL,
                "answer",
                "The right number is submitted.",
                check("answer_number").put("sql", sql));
        return List.copyOf(criteria);
    }

    List<Criterion> answerText(String sql) {
        add(
                Role.FINAL,
                "answer",
                "The right name is submitted.",
                check("answer_text").put("sql", sql));
        return List.copyOf(criteria);
    }

    List<Criterion> answerRows(String sql, List<String> columns) {
        ObjectNode check = check("answer_rows").put("sql", sql);
        columns.forEach(check.putArray("columns")::add);
        add(Role.FINAL, "answer", "A table with exactly the right rows is submitted.", check);
        return List.copyOf(criteria);
    }

    /** A plot of this kind that shows the columns of this query. */
    List<Criterion> answerPlot(String kind, String x, String sql) {
        add(
                Role.FINAL,
                "answer",
                "A picture of the right kind that shows the right data is submitted.",
                check("answer_plot").put("kind", kind).put("x", x).put("sql", sql));
        return List.copyOf(criteria);
    }

    /** A model of this kind whose score on rows of the checker's own choice is high enough. */
    List<Criterion> answerModel(String kind, String table, String target, double score) {
        add(
                Role.FINAL,
                "answer",
                "A model of the right kind that scores well enough is submitted.",
                check("answer_model")
                        .put("kind", kind)
                        .put("table", table)
                        .put("target", target)
                        .put("score", score));
        return List.copyOf(criteria);
    }
}
