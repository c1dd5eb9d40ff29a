package org.tapelearn.env.datascience;

/** A column of a table or relation. */
record Column(String name, Kind kind) {
    /** What a column holds. */
    enum Kind {
        NUMBER,
        TEXT,
        DATE,
        BOOLEAN
    }

    boolean number() {
        return kind == Kind.NUMBER;
    }
}
