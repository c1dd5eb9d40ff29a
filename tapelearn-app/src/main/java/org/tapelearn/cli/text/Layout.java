package org.tapelearn.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Lays text out for a terminal of {@link #WIDTH} columns. */
public final class Layout {
    /** Columns that every terminal has. */
    public static final int WIDTH = 80;

    private Layout() {}

    /** Breaks a text at spaces into lines of at most {@link #WIDTH} columns, each after the first indented. */
    public static List<String> wrap(String text, String first, String rest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.strip().split(" +")) {
            String left = word;
            if (!empty && line.length() + 1 + left.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            while (line.length() + left.length() > WIDTH) {
                int room = WIDTH - line.length();
                lines.add(line + left.substring(0, room));
                left = left.substring(room);
                line = new StringBuilder(rest);
            }
            line.append(left);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * Aligns rows in columns: the first to the left, the others to the right, two spaces between them. The first column
     * gives way where the row would be wider than {@link #WIDTH}: what no longer fits into it gets a line of its own.
     */
    public static List<String> table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int others = 0;
        for (int i = 1; i < columns; i++) {
            others += widths[i] + 2;
        }
        if (columns > 0) {
            widths[0] = Math.min(widths[0], Math.max(8, WIDTH - others));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            String label = row.getFirst();
            if (label.length() > widths[0]) {
                lines.add(SafeText.cut(label, WIDTH));
                label = "";
            }
            StringBuilder line = new StringBuilder(padded(label, widths[0]));
            for (int i = 1; i < row.size(); i++) {
                line.append(" ".repeat(2 + widths[i] - row.get(i).length())).append(row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
