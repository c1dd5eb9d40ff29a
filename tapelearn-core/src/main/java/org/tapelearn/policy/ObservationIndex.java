package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each word group of an observation stands: which line, which cell, and what stands before it. */
final class ObservationIndex {
    /**
     * The first place of a text within an observation.
     *
     * @param line from 0
     * @param cell from 0 within the line
     * @param label the hash of the first word of the cell before it in the line, 0 in the first cell
     */
    record Place(int line, int cell, long label) {}

    private final Map<String, Place> places = new HashMap<>();
    private final List<List<String>> lines = new ArrayList<>();

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
            for (int i = 0; i < cells.size(); i++) {
                String cell = cells.get(i);
                places.putIfAbsent(cell, new Place(number, i, label));
                String[] parts = cell.split("\\s+");
                if (parts.length > 1) {
                    for (String part : parts) {
                        places.putIfAbsent(part, new Place(number, i, label));
                    }
                }
                label = Mix.of(parts[0]);
            }
            lines.add(cells);
            number++;
        }
    }

    Place find(String value) {
        Place place = places.get(value);
        return place == null ? NOWHERE : place;
    }

    static final Place NOWHERE = new Place(-1, -1, 0);

    List<String> line(int number) {
        return lines.get(number);
    }

    int lineCount() {
        return lines.size();
    }
}
