package org.tapelearn.task;

/** What kind of work a task is. */
public enum TaskCategory {
    EXPLORATION,
    DATA_ANALYSIS,
    TOOL_USAGE,
    PROBLEM_SOLVING,
    CREATIVE,
    INTEGRATION
}
