package org.tapelearn.cli.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes figures the same way everywhere: rates in percent with one decimal, differences with their sign. */
public final class Figures {
    private Figures() {}

    /** A rate in [0, 1] as percent: {@code 97.1}. */
    public static String percent(double rate) {
        return Double.isFinite(rate) ? String.format(Locale.ROOT, "%.1f", 100 * rate) : "-";
    }

    /** A rate with its interval: {@code 97.1 [94.1, 98.6]}. */
    public static String percent(double rate, List<Double> interval) {
        return interval.size() == 2
                ? "%s [%s, %s]".formatted(percent(rate), percent(interval.get(0)), percent(interval.get(1)))
                : percent(rate);
    }

    /** A difference of rates: {@code +92.9}. */
    public static String points(double difference) {
        return Double.isFinite(difference) ? String.format(Locale.ROOT, "%+.1f", 100 * difference) : "-";
    }

    /** A difference with its interval: {@code +92.9 [+88.0, +96.1]}. */
    public static String points(double difference, List<Double> interval) {
        return interval.size() == 2
                ? "%s [%s, %s]".formatted(points(difference), points(interval.get(0)), points(interval.get(1)))
                : points(difference);
    }

    /** A number with two decimals: {@code 0.35}. */
    public static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** A whole number with thousands apart: {@code 12,345}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number of things: {@code 1 rollout}, {@code 2 rollouts}. */
    public static String number(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** A length of time: {@code 2:05}, {@code 1:02:05}. */
    public static String time(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds >= 3600
                ? "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                : "%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    /** A length of time in seconds, as in {@link #time(Duration)}. */
    public static String time(double seconds) {
        return time(Duration.ofMillis(Math.round(1000 * seconds)));
    }

    /** A name of the report or configuration in words: {@code unseen_data_sets} becomes {@code unseen data sets}. */
    public static String words(String name) {
        return name.replace('_', ' ');
    }
}
