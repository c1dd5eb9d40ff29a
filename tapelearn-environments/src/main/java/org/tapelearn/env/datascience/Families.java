package org.tapelearn.env.datascience;

import static org.tapelearn.task.TaskCategory.CREATIVE;
import static org.tapelearn.task.TaskCategory.DATA_ANALYSIS;
import static org.tapelearn.task.TaskCategory.EXPLORATION;
import static org.tapelearn.task.TaskCategory.INTEGRATION;
import static org.tapelearn.task.TaskCategory.PROBLEM_SOLVING;
import static org.tapelearn.task.TaskCategory.TOOL_USAGE;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskFamily;

/** The families of the data-science environment: those to learn from, then three that only the final report sees. */
final class Families {
    private final Tables tables;
    private final Phrasebook phrasebook = Phrasebook.bundled();
    private final List<TaskFamily> families = new ArrayList<>();

    private Families(Tables tables) {
        this.tables = tables;
    }

    static List<TaskFamily> all(Tables tables) {
        Families families = new Families(tables);
        families.counting();
        families.statistics();
        families.cleaning();
        families.filtering();
        families.grouping();
        families.joining();
        families.plotting();
        families.modelling();
        families.composed();
        return List.copyOf(families.families);
    }

    private void add(
            String name,
            int size,
            TaskCategory category,
            String description,
            DrawnFamily.Author author,
            String... keywords) {
        add(false, name, size, category, description, author, keywords);
    }

    private void add(
            boolean heldOut,
            String name,
            int size,
            TaskCategory category,
            String description,
            DrawnFamily.Author author,
            String... keywords) {
        var profile = new DrawnFamily.Profile(name, description, category, size, heldOut, List.of(keywords));
        families.add(new DrawnFamily(profile, author, tables, phrasebook));
    }

    private void counting() {
        add(
                "row_count",
                1,
                EXPLORATION,
                "Count the rows of a table.",
                Counting::rowCount,
                "explore",
                "data",
                "sources",
                "structure",
                "rows",
                "size",
                "count");
        add(
                "column_count",
                1,
                EXPLORATION,
                "Count the columns of a table.",
                Counting::columnCount,
                "explore",
                "data",
                "sources",
                "structure",
                "columns",
                "schema");
        add(
                "missing_count",
                2,
                EXPLORATION,
                "Count the missing values of a column.",
                Counting::missingCount,
                "explore",
                "structure",
                "missing",
                "quality");
        add(
                "most_missing_column",
                2,
                EXPLORATION,
                "Find the column with the most missing values.",
                Counting::mostMissingColumn,
                "explore",
                "structure",
                "missing",
                "quality");
        add(
                "distinct_count",
                2,
                EXPLORATION,
                "Count the distinct values of a column.",
                Counting::distinctCount,
                "explore",
                "structure",
                "distinct",
                "unique");
        add(
                "most_frequent_value",
                2,
                EXPLORATION,
                "Find the most frequent value of a column.",
                Counting::mostFrequentValue,
                "explore",
                "frequent",
                "mode",
                "insights");
    }

    private void statistics() {
        add(
                "column_statistic",
                2,
                DATA_ANALYSIS,
                "Determine a statistic of a column.",
                Statistics::columnStatistic,
                "analyze",
                "analysis",
                "statistics",
                "average",
                "insights");
        add(
                "correlation",
                2,
                DATA_ANALYSIS,
                "Determine the correlation of two columns.",
                Statistics::correlation,
                "analyze",
                "analysis",
                "correlation",
                "relationship");
        add(
                "extreme_row",
                2,
                DATA_ANALYSIS,
                "Find the row with the largest or smallest value.",
                Statistics::extremeRow,
                "analyze",
                "sort",
                "rank",
                "highest",
                "lowest",
                "insights");
        add(
                "value_range",
                3,
                DATA_ANALYSIS,
                "Determine the distance between a column's ends.",
                Statistics::range,
                "analyze",
                "range",
                "calculate",
                "calculator");
        add(
                "top_statistic",
                4,
                DATA_ANALYSIS,
                "Determine a statistic of the rows with the largest or smallest values.",
                Statistics::topStatistic,
                "analyze",
                "top",
                "rank",
                "statistics");
    }

    private void cleaning() {
        add(
                "complete_rows_count",
                2,
                TOOL_USAGE,
                "Count the rows without gaps.",
                Counting::completeRowsCount,
                "clean",
                "cleaning",
                "missing",
                "process",
                "files");
        add(
                "drop_duplicates_count",
                2,
                TOOL_USAGE,
                "Count the rows without their duplicates.",
                Counting::dropDuplicatesCount,
                "clean",
                "cleaning",
                "duplicates",
                "process");
        add(
                "drop_missing_count",
                2,
                TOOL_USAGE,
                "Count the rows that have a value in a column.",
                Counting::dropMissingCount,
                "clean",
                "cleaning",
                "missing",
                "process");
        add(
                "clean_table",
                2,
                TOOL_USAGE,
                "Make a table without gaps, duplicates or outliers.",
                Cleaning::cleanTable,
                "clean",
                "cleaning",
                "process",
                "files",
                "prepare");
        add(
                "outlier_statistic",
                3,
                DATA_ANALYSIS,
                "Determine a statistic of a column without its outliers.",
                Cleaning::outlierStatistic,
                "clean",
                "outliers",
                "statistics",
                "analyze");
        add(
                "filled_statistic",
                3,
                DATA_ANALYSIS,
                "Determine a statistic of a column whose gaps are filled.",
                Cleaning::filledStatistic,
                "clean",
                "impute",
                "fill",
                "statistics");
    }

    private void filtering() {
        add(
                "filtered_count",
                3,
                DATA_ANALYSIS,
                "Count the rows that meet a condition.",
                Filtering::filteredCount,
                "filter",
                "search",
                "count",
                "analyze");
        add(
                "filtered_statistic",
                4,
                DATA_ANALYSIS,
                "Determine a statistic of the rows that meet a condition.",
                Filtering::filteredStatistic,
                "filter",
                "statistics",
                "analyze",
                "insights");
        add(
                "filtered_correlation",
                4,
                DATA_ANALYSIS,
                "Determine a correlation over the rows that meet a condition.",
                Filtering::filteredCorrelation,
                "filter",
                "correlation",
                "analyze");
        add(
                "share_percent",
                4,
                PROBLEM_SOLVING,
                "Determine the percentage of rows that meet a condition.",
                Filtering::sharePercent,
                "filter",
                "percentage",
                "share",
                "calculate",
                "calculator",
                "solve");
        add(
                "two_filters_count",
                5,
                PROBLEM_SOLVING,
                "Count the rows that meet two conditions.",
                Filtering::twoFiltersCount,
                "filter",
                "count",
                "solve",
                "conditions");
        add(
                "two_filters_statistic",
                6,
                PROBLEM_SOLVING,
                "Determine a statistic of the rows that meet two conditions.",
                Filtering::twoFiltersStatistic,
                "filter",
                "statistics",
                "solve",
                "conditions");
    }

    private void grouping() {
        add(
                "group_extreme",
                3,
                DATA_ANALYSIS,
                "Find the group with the largest or smallest value.",
                Grouping::groupExtreme,
                "group",
                "aggregate",
                "analyze",
                "compare",
                "insights");
        add(
                "compare_groups",
                3,
                PROBLEM_SOLVING,
                "Determine how far two groups lie apart.",
                Grouping::compareGroups,
                "group",
                "compare",
                "difference",
                "solve",
                "calculate",
                "calculator");
    }

    private void joining() {
        add(
                "join_count",
                3,
                INTEGRATION,
                "Count the matching rows of two tables.",
                Joining::joinCount,
                "join",
                "combine",
                "merge",
                "multiple",
                "integrate");
        add(
                "join_group_extreme",
                4,
                INTEGRATION,
                "Find the group of one table that leads in another.",
                Joining::joinGroupExtreme,
                "join",
                "combine",
                "group",
                "integrate");
        add(
                "join_filter_statistic",
                6,
                INTEGRATION,
                "Determine a statistic of one table where another meets a condition.",
                Joining::joinFilterStatistic,
                "join",
                "combine",
                "filter",
                "integrate");
    }

    private void plotting() {
        add(
                "histogram",
                2,
                CREATIVE,
                "Plot how a column is distributed.",
                Grouping::histogram,
                "plot",
                "visualization",
                "visualize",
                "chart",
                "distribution",
                "create");
        add(
                "group_bar_plot",
                3,
                CREATIVE,
                "Plot a bar for each group.",
                Grouping::groupBarPlot,
                "plot",
                "visualization",
                "visualize",
                "chart",
                "bar",
                "create");
        add(
                "filtered_plot",
                4,
                CREATIVE,
                "Plot a distribution over the rows that meet a condition.",
                Filtering::filteredPlot,
                "plot",
                "visualization",
                "visualize",
                "chart",
                "filter",
                "create");
    }

    private void modelling() {
        Modelling models = new Modelling(tables);
        add(
                "fit_regression",
                2,
                PROBLEM_SOLVING,
                "Fit a regression that explains enough.",
                models::regression,
                "model",
                "predict",
                "regression",
                "machine",
                "learning",
                "train");
        add(
                "fit_classification",
                2,
                PROBLEM_SOLVING,
                "Fit a classifier that is right often enough.",
                models::classification,
                "model",
                "predict",
                "classify",
                "classification",
                "machine",
                "learning",
                "train");
        add(
                "clustering",
                2,
                PROBLEM_SOLVING,
                "Fit a clustering of a table.",
                models::clustering,
                "model",
                "cluster",
                "clustering",
                "segment",
                "machine",
                "learning");
    }

    private void composed() {
        add(
                true,
                "filtered_group_extreme",
                5,
                PROBLEM_SOLVING,
                "Find the leading group among the rows that meet a condition.",
                Composed::filteredGroupExtreme,
                "filter",
                "group");
        add(
                true,
                "filtered_extreme_row",
                4,
                DATA_ANALYSIS,
                "Find the leading row among those that meet a condition.",
                Composed::filteredExtremeRow,
                "filter",
                "sort");
        add(
                true,
                "cleaned_filtered_statistic",
                5,
                PROBLEM_SOLVING,
                "Clean a table, then determine a statistic under a condition.",
                Composed::cleanedFilteredStatistic,
                "clean",
                "filter");
    }
}
