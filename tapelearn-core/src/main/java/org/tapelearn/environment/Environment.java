package org.tapelearn.environment;

import java.util.List;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/** A world with tools, in which tasks can be tried and checked. Safe for use by several threads at once. */
public interface Environment extends AutoCloseable {
    String name();

    /** One sentence for lists and prompts. */
    String description();

    /** The tools, in a fixed order. */
    List<ToolSpec> tools();

    /** The families of tasks that the environment can make and check, in a fixed order; may be empty. */
    List<TaskFamily> families();

    /** What a reader of figures must know of how tasks are checked here, a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /** What the user wants done here and nothing can check: no figure counts it, and with judges it may be practised. */
    default List<Unchecked> unchecked() {
        return List.of();
    }

    /** What there is to work on (tables, files, pages), as found by looking, one name a line. */
    List<String> dataSources();

    /** The calls that an attempt may make, at least 1: more than the longest solution takes. */
    default int maxCalls() {
        return 14;
    }

    /** How often the same call may get the same answer before an attempt counts as going round in circles, at least 1. */
    default int maxRepeats() {
        return 3;
    }

    /**
     * Whether things keep their names from task to task, so that a policy may learn about names: a thermometer is one in every
     * room, but the columns of other tables are others.
     */
    default boolean lastingNames() {
        return false;
    }

    /**
     * Starts an attempt in a state of its own: nothing done in one episode is seen by another.
     *
     * @param seed decides whatever is random in the world; equal task, seed and calls give equal observations
     */
    Episode open(Task task, long seed);

    @Override
    void close();
}
