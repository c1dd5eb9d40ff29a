package org.tapelearn.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** The table of tasks: an equal task has one row a session. Remembers what it has read. */
final class TaskRows {
    private static final String COLUMNS =
            "id, description, category, difficulty, family, group_name, wording, split, size, criteria, origin, told";

    private final Connection connection;
    private final Map<Task, Long> known = new HashMap<>();
    private final Map<Long, Task> read = new HashMap<>();

    TaskRows(Connection connection) {
        this.connection = connection;
    }

    /** Returns the row of a task, which is written if it is new. */
    long row(long session, Task task) throws SQLException {
        Long row = known.get(task);
        if (row == null) {
            row = write(session, task);
            known.put(task, row);
        }
        return row;
    }

    private long write(long session, Task task) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                        "SELECT seq FROM tasks WHERE session = ? AND (" + COLUMNS + ") = (?,?,?,?,?,?,?,?,?,?,?,?)");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO tasks (session, " + COLUMNS
                        + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING seq")) {
            bind(find, session, task);
            try (ResultSet row = find.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
            bind(insert, session, task);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void bind(PreparedStatement statement, long session, Task task) throws SQLException {
        statement.setLong(1, session);
        statement.setString(2, task.id());
        statement.setString(3, task.description());
        statement.setString(4, Labels.of(task.category()));
        statement.setString(5, Labels.of(task.difficulty()));
        statement.setString(6, task.family());
        statement.setString(7, task.group());
        statement.setString(8, task.wording());
        statement.setString(9, Labels.of(task.split()));
        statement.setInt(10, task.size());
        statement.setString(11, JsonColumns.criteria(task.criteria()));
        statement.setString(12, JsonColumns.origin(task.origin()));
        statement.setString(13, JsonColumns.texts(task.told()));
    }

    /** Returns the task of a row. */
    Task task(long seq) throws SQLException {
        Task task = read.get(seq);
        if (task == null) {
            task = load(seq);
            read.put(seq, task);
        }
        return task;
    }

    /** Returns all tasks of a session, in the order first met; those that came again with other content too. */
    List<Task> all(long session) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq FROM tasks WHERE session = ? ORDER BY seq")) {
            select.setLong(1, session);
            List<Task> tasks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tasks.add(task(row.getLong(1)));
                }
            }
            return tasks;
        }
    }

    private Task load(long seq) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM tasks WHERE seq = ?")) {
            select.setLong(1, seq);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Task(
                        row.getString(1),
                        row.getString(2),
                        Labels.read(TaskCategory.class, row.getString(3)),
                        Labels.read(TaskDifficulty.class, row.getString(4)),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        Labels.read(Split.class, row.getString(8)),
                        row.getInt(9),
                        JsonColumns.criteria(row.getString(10)),
                        JsonColumns.origin(row.getString(11)),
                        JsonColumns.texts(row.getString(12)));
            }
        }
    }
}
