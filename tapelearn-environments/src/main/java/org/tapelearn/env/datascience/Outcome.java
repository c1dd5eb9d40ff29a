package org.tapelearn.env.datascience;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation gives, whatever its input is called: {@link #NEW} stands in the text for the name that the result will
 * get, {@link #TABLE} for the name that the input has.
 *
 * @param relation the rows that it made, null if none
 */
record Outcome(String text, boolean error, @Nullable Relation relation, List<Cell> shown) {
    static final String NEW = "\u0001";
    static final String TABLE = "\u0002";

    Outcome {
        shown = List.copyOf(shown);
    }

    static Outcome refused(String reason) {
        return new Outcome(reason, true, null, List.of());
    }

    static Outcome shows(String text, List<Cell> shown) {
        return new Outcome(text, false, null, shown);
    }

    String text(String table, String made) {
        return text.replace(NEW, made).replace(TABLE, table);
    }
}
