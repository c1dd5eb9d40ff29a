package org.tapelearn.metrics;

/** A closed range that a figure lies in with a stated confidence. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "An interval's lower end is at most its upper end, but these are %s and %s.".formatted(low, high));
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
