package org.tapelearn.env.datascience;

import java.nio.file.Path;
import java.util.List;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/** Questions about tables, answered with tools for reading, filtering, grouping, joining, cleaning, plotting and modelling. */
public final class DataScienceEnvironment implements Environment {
    private final Tables tables;
    private final Operations operations;
    private final Actions actions;
    private final Fitting fitting;
    private final Checker checker;
    private final List<TaskFamily> families;

    private DataScienceEnvironment(Tables tables) {
        this.tables = tables;
        this.operations = new Operations(tables);
        this.fitting = new Fitting(operations);
        this.actions = new Actions(tables, fitting);
        this.checker = new Checker(tables);
        this.families = Families.all(tables);
    }

    /** The environment over the data sets that come with the program. */
    public static DataScienceEnvironment bundled() {
        return new DataScienceEnvironment(Tables.bundled());
    }

    /**
     * The environment over the CSV, JSON, Parquet and SQLite files of a folder.
     *
     * @throws org.tapelearn.error.PrerequisiteException when the folder or a file in it cannot be used
     */
    public static DataScienceEnvironment of(Path folder) {
        return new DataScienceEnvironment(Tables.of(folder));
    }

    @Override
    public String name() {
        return "data-science";
    }

    @Override
    public String description() {
        return "Questions about tables: read, filter, group, join, clean, plot and model them";
    }

    @Override
    public List<ToolSpec> tools() {
        return DataTools.SPECS;
    }

    @Override
    public List<TaskFamily> families() {
        return families;
    }

    @Override
    public List<String> dataSources() {
        return tables.all().stream()
                .map(table -> "%s (%s, %d rows, %d columns)"
                        .formatted(
                                table.name(),
                                table.split().name().toLowerCase(java.util.Locale.ROOT),
                                table.rows(),
                                table.columns().size()))
                .toList();
    }

    @Override
    public Episode open(Task task, long seed) {
        return new DataScienceEpisode(this, tables.tables(task.split()));
    }

    Tables tables() {
        return tables;
    }

    Operations operations() {
        return operations;
    }

    Actions actions() {
        return actions;
    }

    Fitting fitting() {
        return fitting;
    }

    Checker checker() {
        return checker;
    }

    @Override
    public void close() {
        tables.close();
    }
}
