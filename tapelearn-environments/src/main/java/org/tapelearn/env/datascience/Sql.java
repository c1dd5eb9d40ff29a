package org.tapelearn.env.datascience;

/** Quotes names and values for queries, and measures how deep queries are. */
final class Sql {
    /** Brackets inside each other that the database's parser bears with room to spare; several hundred crash it. */
    static final int DEEPEST = 120;

    private Sql() {}

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** Counts the most brackets that are open at once; those inside names and values count too. */
    static int depth(String sql) {
        int open = 0;
        int deepest = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                deepest = Math.max(deepest, ++open);
            } else if (c == ')' || c == ']' || c == '}') {
                open = Math.max(0, open - 1);
            }
        }
        return deepest;
    }
}
