package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out what plots show. Equal plots show equal data; how they look is left to {@link Picture}. */
final class Drawing {
    /** The most bins of a histogram. */
    static final int MOST_BINS = 20;
    /** The most bars that can be told apart. */
    static final int MOST_BARS = 60;
    /** The most points of a line or a scatter plot; of more rows, every so-manieth is shown. */
    static final int MOST_POINTS = 5_000;

    private Drawing() {}

    /**
     * Something that a plot shows.
     *
     * @param x the place along the bottom; the lower edge of a histogram's bin
     * @param y the height; the number of rows in a histogram's bin
     */
    record Point(Cell x, double y) {}

    /** Says why a plot cannot be drawn; null when it can. */
    static @Nullable String fault(Workspace.Plot plot) {
        Relation relation = plot.relation();
        if (!DataTools.PLOTS.contains(plot.kind())) {
            return Operations.unknownChoice("kind", plot.kind(), DataTools.PLOTS);
        }
        boolean numbersBelow = plot.kind().equals("histogram") || plot.kind().equals("scatter");
        String wrong =
                numbersBelow ? Operations.notNumbers(relation, plot.x()) : Operations.unknownColumn(relation, plot.x());
        if (wrong == null && plot.kind().equals("histogram") && !plot.y().isEmpty()) {
            wrong = "A histogram counts the rows by itself and has no y (%s); leave it out.".formatted(plot.y());
        }
        if (wrong == null && !plot.kind().equals("histogram")) {
            wrong = plot.y().isEmpty()
                    ? "A %s plot needs y: a column of numbers.".formatted(plot.kind())
                    : Operations.notNumbers(relation, plot.y());
        }
        if (wrong == null && relation.rows() == 0) {
            wrong = "The table has no rows to draw.";
        }
        if (wrong == null && plot.kind().equals("bar") && relation.rows() > MOST_BARS) {
            wrong = "The table has %d rows, and at most %d bars can be told apart; group or limit the rows first."
                    .formatted(relation.rows(), MOST_BARS);
        }
        return wrong;
    }

    /**
     * Returns what a plot shows, from left to right; bars in the order of the rows. Rows with a missing value, or a number
     * that is not finite, are left out.
     */
    static List<Point> data(Workspace.Plot plot, Tables tables) {
        return switch (plot.kind()) {
            case "histogram" -> bins(plot, tables);
            case "bar" -> points(plot, tables, "");
            case "line", "scatter" -> points(plot, tables, " ORDER BY 1, 2");
            default -> throw new IllegalArgumentException("No plot is of kind (%s).".formatted(plot.kind()));
        };
    }

    /** The rows of a plot as x and y, counted from 0 by i. */
    private static String rows(Workspace.Plot plot) {
        String x = Sql.name(plot.x());
        String y = "CAST(%s AS DOUBLE)".formatted(Sql.name(plot.y()));
        boolean number = plot.relation().column(plot.x()).number();
        return "SELECT %1$s AS x, %2$s AS y, row_number() OVER () - 1 AS i FROM %3$s WHERE %4$s AND isfinite(%2$s)"
                .formatted(
                        number ? "CAST(%s AS DOUBLE)".formatted(x) : x,
                        y,
                        plot.relation().nested(),
                        number ? "isfinite(CAST(%s AS DOUBLE))".formatted(x) : x + " IS NOT NULL");
    }

    private static List<Point> points(Workspace.Plot plot, Tables tables, String order) {
        long stride = Math.ceilDiv(Math.max(plot.relation().rows(), 1), MOST_POINTS);
        Rows rows = tables.query("SELECT x, y FROM (%s) WHERE i %% %d = 0%s"
                .formatted(rows(plot), stride, order.isEmpty() ? " ORDER BY i" : order));
        List<Point> points = new ArrayList<>();
        for (List<@Nullable Object> row : rows.cells()) {
            points.add(new Point(Cell.of(row.get(0)), number(row.get(1))));
        }
        return points;
    }

    private static List<Point> bins(Workspace.Plot plot, Tables tables) {
        String value = "CAST(%s AS DOUBLE)".formatted(Sql.name(plot.x()));
        String finite = "(SELECT %1$s AS v FROM %2$s WHERE isfinite(%1$s))"
                .formatted(value, plot.relation().nested());
        List<@Nullable Object> range = tables.query("SELECT min(v), max(v), count(v) FROM " + finite)
                .cells()
                .getFirst();
        double count = number(range.get(2));
        if (count == 0) {
            return List.of();
        }
        double low = number(range.get(0));
        double high = number(range.get(1));
        int bins = low == high ? 1 : (int) Math.min(MOST_BINS, 1 + Math.ceil(Math.log(count) / Math.log(2)));
        double width = high / bins - low / bins;
        if (width == 0) {
            return List.of(new Point(Cell.of(low), count));
        }
        Rows rows = tables.query(
                "SELECT least(greatest(floor(v / %1$s - %2$s / %1$s), 0), %3$d)::INTEGER AS bin, count(*) FROM %4$s GROUP BY bin ORDER BY bin"
                        .formatted(literal(width), literal(low), bins - 1, finite));
        double[] heights = new double[bins];
        for (List<@Nullable Object> row : rows.cells()) {
            heights[(int) number(row.get(0))] = number(row.get(1));
        }
        List<Point> points = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            points.add(new Point(Cell.of(low + bin * width), heights[bin]));
        }
        return points;
    }

    private static String literal(double number) {
        return "%s::DOUBLE".formatted(Sql.text(Double.toString(number)));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Draws a plot as a PNG. */
    static byte[] png(Workspace.Plot plot, Tables tables) {
        return Picture.png(plot, data(plot, tables));
    }
}
