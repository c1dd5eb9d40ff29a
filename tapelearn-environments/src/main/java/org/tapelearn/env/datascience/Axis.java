package org.tapelearn.env.datascience;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Places along an axis with the axis's title. Ticks cannot be written under numbers that are huge, tiny or all but equal, so
 * those are moved to 0 to 1, and the title says what that stands for.
 */
record Axis(String title, double[] places) {
    private static final double FARTHEST = 1e12;
    private static final double NARROWEST = 1e-6;

    /** An axis of numbers. */
    static Axis of(String name, double[] numbers) {
        double low = Arrays.stream(numbers).min().orElse(0);
        double high = Arrays.stream(numbers).max().orElse(0);
        double most = Math.max(Math.abs(low), Math.abs(high));
        boolean plain =
                most < FARTHEST && (low == high ? low == Math.rint(low) : high - low > NARROWEST * Math.max(1, most));
        if (plain) {
            return new Axis(name, numbers);
        }
        double width = high / 2 - low / 2;
        double[] moved = Arrays.stream(numbers)
                .map(number -> width > 0 ? (number / 2 - low / 2) / width : 0.5)
                .toArray();
        return new Axis(
                span(name + ", 0 to 1 for", Cell.of(low).text(), Cell.of(high).text()), moved);
    }

    /** An axis of texts or dates, one after another. */
    static Axis inOrder(String name, int size, @Nullable String first, @Nullable String last) {
        double[] places = new double[size];
        Arrays.setAll(places, place -> place);
        return new Axis(first == null || last == null ? name : span(name + ", from", first, last), places);
    }

    private static String span(String name, String first, String last) {
        return "%s %s to %s".formatted(name, first, last);
    }
}
