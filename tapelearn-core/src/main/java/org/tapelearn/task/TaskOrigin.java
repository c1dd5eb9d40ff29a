package org.tapelearn.task;

/** Where a task came from. */
public sealed interface TaskOrigin {
    /** Drawn from an environment's family. */
    record Drawn(String family, long number) implements TaskOrigin {}

    /** Described by the user. */
    record Seed(String description) implements TaskOrigin {}

    /** Made from another task by changing parameters, data or constraints. */
    record Variation(String parent) implements TaskOrigin {}

    /** A rung of a ladder of growing structure; the first rung is 1. */
    record Progression(String parent, int rung) implements TaskOrigin {}

    /** Made to try a tool. */
    record ToolExploration(String tool) implements TaskOrigin {}
}
