package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where each word group of an observation stands: which line, which cell, and what stands before it. */
final class ObservationIndex {
    /**
     * The first place of a text within an observation.
     *
     * @param line from 0
     * @param cell from 0 within the line
     * @param label the hash of the first word of the cell before it in the line, 0 in the first cell
     * @param header the cell of the first line that heads its column, or an empty text: where a line has fewer cells than the
     *     first one, they stand under its last cells
     */
    record Place(int line, int cell, long label, String header) {}

    /** How the number at the end of a line compares with those of the other lines of as many cells. */
    static final int UNCOMPARED = 0;

    private static final int MOST_NEW = 50;
    private static final int LONGEST_LINE = 30;

    static final int LARGEST = 1;
    static final int SMALLEST = 2;
    static final int BETWEEN = 3;

    private final Map<String, Place> places = new HashMap<>();
    private final List<List<String>> lines = new ArrayList<>();
    private final List<List<List<String>>> words = new ArrayList<>();
    private final int[] ranks;
    private volatile @Nullable List<Set<Long>> lineWords;

    ObservationIndex(String text) {
        int number = 0;
        for (String line : text.split("\n")) {
            List<String> cells = new ArrayList<>();
            for (String cell : line.split("[|,:;()=\\[\\]\"]")) {
                String trimmed = cell.strip();
                if (!trimmed.isEmpty()) {
                    cells.add(trimmed);
                }
            }
            long label = 0;
            List<String> first = number == 0 ? List.of() : lines.getFirst();
            int shift = first.size() - cells.size();
            for (int i = 0; i < cells.size(); i++) {
                String cell = cells.get(i);
                Place place = new Place(number, i, label, shift > 0 ? first.get(shift + i) : "");
                places.putIfAbsent(cell, place);
                String[] parts = cell.split("\\s+");
                if (parts.length > 1) {
                    for (String part : parts) {
                        places.putIfAbsent(part, place);
                    }
                }
                label = Mix.of(parts[0]);
            }
            lines.add(cells);
            words.add(cells.stream().map(Words::of).toList());
            number++;
        }
        ranks = ranks(lines);
    }

    /** Tells whether the number at the end of a line is the largest or the smallest of its kind. */
    int rank(int line) {
        return ranks[line];
    }

    private static int[] ranks(List<List<String>> lines) {
        int[] found = new int[lines.size()];
        Map<Integer, double[]> ends = new HashMap<>();
        for (List<String> cells : lines) {
            double number = end(cells);
            if (!Double.isNaN(number)) {
                double[] known = ends.computeIfAbsent(cells.size(), size -> new double[] {number, number});
                known[0] = Math.min(known[0], number);
                known[1] = Math.max(known[1], number);
            }
        }
        for (int i = 0; i < found.length; i++) {
            double number = end(lines.get(i));
            double[] known = ends.get(lines.get(i).size());
            if (!Double.isNaN(number) && known != null && known[0] < known[1]) {
                found[i] = number == known[1] ? LARGEST : number == known[0] ? SMALLEST : BETWEEN;
            }
        }
        return found;
    }

    private static double end(List<String> cells) {
        String last = cells.size() < 2 ? "" : cells.getLast();
        return Entity.isDecimal(last) ? Words.decimal(last) : Double.NaN;
    }

    Place find(String value) {
        Place place = places.get(value);
        return place == null ? NOWHERE : place;
    }

    static final Place NOWHERE = new Place(-1, -1, 0, "");

    /** Tells whether there is no line at all, as in a text of line ends. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<String> line(int number) {
        return lines.get(number);
    }

    /**
     * The hashes of the words of what is new, not more than {@value #MOST_NEW}.
     *
     * @param seen the hashes of what was shown before, each cell with the one before it; those here are added
     */
    long[] news(Set<Long> seen) {
        Set<Long> fresh = new LinkedHashSet<>();
        for (int line = 0; line < lines.size(); line++) {
            long before = 0;
            for (int cell = 0; cell < lines.get(line).size(); cell++) {
                long own = Mix.of(lines.get(line).get(cell));
                if ((seen.add(Mix.of(before, own)) || line == 0) && fresh.size() < MOST_NEW) {
                    words(line, cell).forEach(word -> fresh.add(Mix.of(word)));
                }
                before = own;
            }
        }
        return fresh.stream().mapToLong(Long::longValue).toArray();
    }

    /** The first number shown; NaN where there is none on the first line. */
    double firstNumber() {
        return words.isEmpty()
                ? Double.NaN
                : words.getFirst().stream()
                        .flatMap(List::stream)
                        .filter(Words::isNumber)
                        .mapToDouble(Words::decimal)
                        .findFirst()
                        .orElse(Double.NaN);
    }

    private static Set<Long> lineWords(List<List<String>> line) {
        Set<Long> own = line.stream().flatMap(List::stream).map(Mix::of).collect(Collectors.toSet());
        return own.size() > LONGEST_LINE ? Set.of() : own;
    }

    /** The hashes of the words of each line; none of a line so long that it does not say what belongs together. */
    List<Set<Long>> lineWords() {
        List<Set<Long>> known = lineWords;
        if (known == null) {
            known = words.stream().map(ObservationIndex::lineWords).toList();
            lineWords = known;
        }
        return known;
    }

    /** The words of a cell. */
    List<String> words(int line, int cell) {
        return words.get(line).get(cell);
    }
}
