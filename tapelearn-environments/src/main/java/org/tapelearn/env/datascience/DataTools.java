package org.tapelearn.env.datascience;

import java.util.List;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;
import org.tapelearn.tool.ToolSpec.Effect;

/** The tools of the data-science environment, as agents see them. */
final class DataTools {
    static final List<String> OPERATORS = List.of("=", "!=", ">", "<", ">=", "<=");
    static final List<String> AGGREGATES = List.of("count", "sum", "mean", "min", "max", "median");
    static final List<String> MEASURES = List.of(
            "count", "distinct", "missing", "sum", "mean", "median", "min", "max", "std", "variance", "q25", "q75");
    static final List<String> ORDERS = List.of("ascending", "descending");
    static final List<String> TABLE_CLEANINGS = List.of("drop_missing_rows", "drop_duplicate_rows");
    static final List<String> COLUMN_CLEANINGS =
            List.of("drop_missing", "fill_mean", "fill_median", "drop_outliers", "to_number");
    static final List<String> CALCULATIONS = List.of("subtract", "divide", "percent", "add", "multiply");
    static final List<String> PLOTS = List.of("histogram", "bar", "line", "scatter");
    static final List<String> MODELS = List.of("regression", "classification", "clustering");
    static final List<String> LIMITS = List.of("1", "3", "5", "10");

    private static final Parameter TABLE = Parameter.text("table", "a table's name, or t1, t2, ... for a result");
    private static final Parameter COLUMN = Parameter.text("column", "a column of that table");

    static final List<ToolSpec> SPECS = List.of(
            reads("list_tables", "List the tables there are."),
            reads("describe_table", "Open a table: its columns with their kinds, and the number of rows.", TABLE),
            reads("preview_table", "Show the first 5 rows of a table.", TABLE),
            reads(
                    "describe_column",
                    "Look at a column's values: quartiles of numbers, or the most frequent values with their counts.",
                    TABLE,
                    COLUMN),
            makes(
                    "filter_rows",
                    "Keep the rows whose value in a column compares as said; gives a new table.",
                    TABLE,
                    COLUMN,
                    Parameter.choice("operator", "how to compare", OPERATORS),
                    Parameter.text("value", "the value to compare with")),
            makes(
                    "group_by",
                    "Form groups of rows with the same value and aggregate a column in each; gives a new table of two columns.",
                    TABLE,
                    COLUMN,
                    Parameter.choice("aggregate", "what to compute in each group", AGGREGATES),
                    new Parameter(
                            "value_column",
                            "the column to aggregate; not needed for count",
                            Parameter.Type.STRING,
                            List.of(),
                            false)),
            makes(
                    "sort_rows",
                    "Order rows by a column; missing values come last. Gives a new table.",
                    TABLE,
                    COLUMN,
                    Parameter.choice("order", "smallest or largest first", ORDERS)),
            makes(
                    "limit_rows",
                    "Keep only the first rows of a table; gives a new table.",
                    TABLE,
                    Parameter.choice("n", "how many rows", LIMITS)),
            makes(
                    "join_tables",
                    "Put rows of two tables side by side where two columns are equal; gives a new table.",
                    Parameter.text("left", "a table"),
                    Parameter.text("right", "another table"),
                    Parameter.text("left_column", "a column of the left table"),
                    Parameter.text("right_column", "a column of the right table")),
            reads(
                    "statistic",
                    "Compute one number about a column.",
                    TABLE,
                    COLUMN,
                    Parameter.choice("measure", "what to compute; std and variance are those of a sample", MEASURES)),
            reads(
                    "correlation",
                    "Compute Pearson's correlation of two columns of numbers.",
                    TABLE,
                    Parameter.text("x", "a column of numbers"),
                    Parameter.text("y", "another column of numbers")),
            makes("missing_values", "Count the missing values of each column; gives a new table.", TABLE),
            makes(
                    "clean_table",
                    "Take away rows with any missing value, or rows that repeat another; gives a new table.",
                    TABLE,
                    Parameter.choice("operation", "what to take away", TABLE_CLEANINGS)),
            makes(
                    "clean_column",
                    "Mend one column: drop or fill missing values, drop outliers (beyond 1.5 interquartile ranges), "
                            + "or turn texts into numbers; gives a new table.",
                    TABLE,
                    COLUMN,
                    Parameter.choice("operation", "how to mend it", COLUMN_CLEANINGS)),
            reads(
                    "calculate",
                    "Calculate with two numbers; percent is 100 * left / right.",
                    Parameter.choice("operation", "what to do", CALCULATIONS),
                    new Parameter("left", "a number", Parameter.Type.NUMBER, List.of(), true),
                    new Parameter("right", "a number", Parameter.Type.NUMBER, List.of(), true)),
            makes(
                    "plot",
                    "Draw a picture of a table; gives a new plot.",
                    TABLE,
                    Parameter.choice("kind", "what kind of picture", PLOTS),
                    Parameter.text("x", "the column along the bottom"),
                    new Parameter(
                            "y",
                            "the column along the side; not needed for a histogram",
                            Parameter.Type.STRING,
                            List.of(),
                            false)),
            makes(
                    "fit_model",
                    "Fit a model on some rows of a table and score it on the others: R2 of a regression, accuracy of a "
                            + "classification, share of variance explained by a clustering; gives a new model.",
                    TABLE,
                    Parameter.choice("kind", "what kind of model", MODELS),
                    new Parameter(
                            "target",
                            "the column to predict; not needed for a clustering",
                            Parameter.Type.STRING,
                            List.of(),
                            false),
                    Parameter.text("features", "all_numeric, or one column of numbers to predict from")),
            reads(
                    "sql",
                    "Run one read-only SELECT over the opened tables and results.",
                    Parameter.text("query", "a SELECT statement")),
            new ToolSpec(
                    "submit_answer",
                    "Give the answer and end: a number, a name, or the name of a table, plot or model that was made.",
                    List.of(Parameter.text("value", "the answer")),
                    Effect.ENDS));

    private DataTools() {}

    private static ToolSpec reads(String name, String description, Parameter... parameters) {
        return new ToolSpec(name, description, List.of(parameters), Effect.READS);
    }

    private static ToolSpec makes(String name, String description, Parameter... parameters) {
        return new ToolSpec(name, description, List.of(parameters), Effect.WRITES);
    }
}
