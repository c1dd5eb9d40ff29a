package org.tapelearn.env.datascience;

/**
 * A column of a table or relation.
 *
 * @param grouping it has few enough different values to form groups; known of a table's columns, and of what comes from them
 */
record Column(String name, Kind kind, boolean grouping) {
    /** What a column holds. */
    enum Kind {
        NUMBER,
        TEXT,
        DATE,
        BOOLEAN
    }

    Column(String name, Kind kind) {
        this(name, kind, false);
    }

    boolean number() {
        return kind == Kind.NUMBER;
    }
}
