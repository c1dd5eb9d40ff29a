package org.tapelearn.cli.config;

import java.util.List;

/**
 * One value of the configuration: its full path, what may stand there, and what it is for.
 *
 * @param path names from the root, joined by dots
 * @param kind what may stand there
 * @param description one line for the documentation
 */
record Key(String path, Kind kind, String description) {

    /** What may stand at a key. */
    sealed interface Kind {
        /** What was expected, in words for a message. */
        String expected();
    }

    /** A whole number in a closed range; {@code unlimited} tells whether that word may stand for 0. */
    record Whole(long min, long max, boolean unlimited) implements Kind {
        @Override
        public String expected() {
            String range = max == Long.MAX_VALUE
                    ? "a whole number of at least " + min
                    : "a whole number from %d to %d".formatted(min, max);
            if (min == Long.MIN_VALUE && max == Long.MAX_VALUE) {
                range = "a whole number";
            }
            return unlimited ? range + " or the word unlimited" : range;
        }
    }

    /** A number in a range whose ends belong to it or not. */
    record Real(double min, boolean minIncluded, double max, boolean maxIncluded) implements Kind {
        @Override
        public String expected() {
            String lower = (minIncluded ? "of at least " : "above ") + plain(min);
            return max == Double.POSITIVE_INFINITY
                    ? "a number " + lower
                    : "a number %s and %s %s".formatted(lower, maxIncluded ? "at most" : "below", plain(max));
        }

        boolean holds(double value) {
            return (minIncluded ? value >= min : value > min) && (maxIncluded ? value <= max : value < max);
        }

        private static String plain(double value) {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }
    }

    /** True or false. */
    record Flag() implements Kind {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** One of a fixed list of names. */
    record Choice(List<String> names) implements Kind {
        Choice {
            names = List.copyOf(names);
        }

        @Override
        public String expected() {
            return "one of (%s)".formatted(String.join(", ", names));
        }
    }

    /** Any text. */
    record Text() implements Kind {
        @Override
        public String expected() {
            return "a text";
        }
    }

    /** A list of texts. */
    record Texts() implements Kind {
        @Override
        public String expected() {
            return "a list of texts";
        }
    }

    /** The section, or an empty text for a key at the root. */
    String section() {
        int dot = path.indexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The last name of the path. */
    String name() {
        return path.substring(path.indexOf('.') + 1);
    }
}
