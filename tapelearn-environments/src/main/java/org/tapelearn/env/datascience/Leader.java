package org.tapelearn.env.datascience;

import java.util.List;
import java.util.Optional;

/** Finds the first of named values in an order, where there is a clear first one. */
final class Leader {
    private static final double CLEAR = 0.01;

    private Leader() {}

    /**
     * Returns the query of the first name of {@code pairs}, which has two columns: names and numbers. Empty when fewer than
     * two names have a number, the first number is no more than 1 % from the second, or it is nothing but zero.
     *
     * @param direction DESC for the largest number, ASC for the smallest
     */
    static Optional<String> of(Facts facts, String pairs, String direction) {
        List<Double> best = facts.numbers(ordered(pairs, direction) + " LIMIT 2", 1);
        if (best.size() < 2) {
            return Optional.empty();
        }
        double gap = Math.abs(best.get(0) - best.get(1));
        boolean clear = gap > CLEAR * Math.max(Math.abs(best.get(0)), Math.abs(best.get(1)));
        return clear ? Optional.of("SELECT name FROM (" + ordered(pairs, direction) + " LIMIT 1)") : Optional.empty();
    }

    /** Returns the query of the first number. */
    static String valueOf(String pairs, String direction) {
        return "SELECT value FROM (" + ordered(pairs, direction) + " LIMIT 1)";
    }

    private static String ordered(String pairs, String direction) {
        return "SELECT * FROM (%s) AS pairs(name, value) WHERE name IS NOT NULL AND value IS NOT NULL AND NOT isnan(value::DOUBLE) ORDER BY value %s"
                .formatted(pairs, direction);
    }
}
