package org.tapelearn.env.datascience;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A row as a model sees it.
 *
 * @param target what is to be predicted, an empty text if nothing is
 * @param test whether it is kept for the test
 */
record Sample(Cell target, double[] features, boolean test) {
    private static final double TRAINING = 0.7;

    /** Reads a row. */
    interface Reader {
        Sample read(int row, boolean test);
    }

    /** Reads samples; 30 of 100, picked by a hash of the row's number, are for the test. */
    static List<Sample> split(int size, Reader reader) {
        boolean[] training = new boolean[size];
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(row -> new SplittableRandom(row).nextLong()))
                .limit(Math.round(TRAINING * size))
                .forEach(row -> training[row] = true);
        return IntStream.range(0, size)
                .mapToObj(row -> reader.read(row, !training[row]))
                .toList();
    }

    double number() {
        return target.exact() == null ? Double.NaN : target.exact();
    }

    /** The target's text, by which classes are told apart. */
    String text() {
        return target.text();
    }
}
