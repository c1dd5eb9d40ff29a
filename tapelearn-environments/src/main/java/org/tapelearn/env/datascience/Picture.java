package org.tapelearn.env.datascience;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tapelearn.env.datascience.Drawing.Point;
import org.tapelearn.environment.EnvironmentFault;

/** Draws points as a picture; needs no screen. */
final class Picture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final int MOST_LABELS = 12;
    private static final int LABEL_LENGTH = 20;

    private Picture() {}

    static byte[] png(Workspace.Plot plot, List<Point> points) {
        boolean bars = plot.kind().equals("bar") || plot.kind().equals("histogram");
        try {
            return BitmapEncoder.getBitmapBytes(bars ? bars(plot, points) : marks(plot, points), BitmapFormat.PNG);
        } catch (IOException failed) {
            throw new EnvironmentFault("A picture could not be encoded.", failed);
        }
    }

    private static String title(Workspace.Plot plot, List<Point> points) {
        String of = plot.y().isEmpty() ? plot.x() : plot.y() + " by " + plot.x();
        return plot.kind() + " of " + of + (points.isEmpty() ? " (no values)" : "");
    }

    private static Axis heights(Workspace.Plot plot, List<Point> points) {
        return Axis.of(
                plot.kind().equals("histogram") ? "rows" : plot.y(),
                points.stream().mapToDouble(Point::y).toArray());
    }

    private static IChart bars(Workspace.Plot plot, List<Point> points) {
        Axis y = heights(plot, points);
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(plot, points))
                .xAxisTitle(plot.x())
                .yAxisTitle(y.title())
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMaxLabelCount(MOST_LABELS);
        chart.getStyler().setAvailableSpaceFill(plot.kind().equals("histogram") ? 0.98 : 0.8);
        if (!points.isEmpty()) {
            chart.addSeries(
                    "values", labels(points), Arrays.stream(y.places()).boxed().toList());
        }
        return chart;
    }

    /** Short labels, each once. */
    private static List<String> labels(List<Point> points) {
        Set<String> taken = new HashSet<>();
        List<String> labels = new ArrayList<>();
        for (Point point : points) {
            String text = shortened(point);
            String label = text;
            for (int copy = 2; !taken.add(label); copy++) {
                label = text + " (" + copy + ")";
            }
            labels.add(label);
        }
        return labels;
    }

    private static String shortened(Point point) {
        String text = point.x().text();
        String plain = text.isBlank() ? "(empty)" : text;
        return plain.codePointCount(0, plain.length()) <= LABEL_LENGTH
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LABEL_LENGTH)) + "...";
    }

    private static IChart marks(Workspace.Plot plot, List<Point> points) {
        Axis x = along(plot, points);
        Axis y = heights(plot, points);
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(plot, points))
                .xAxisTitle(x.title())
                .yAxisTitle(y.title())
                .build();
        boolean scatter = plot.kind().equals("scatter");
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setDefaultSeriesRenderStyle(scatter ? XYSeriesRenderStyle.Scatter : XYSeriesRenderStyle.Line);
        if (!points.isEmpty()) {
            chart.addSeries("values", x.places(), y.places())
                    .setMarker(scatter || points.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        return chart;
    }

    private static Axis along(Workspace.Plot plot, List<Point> points) {
        if (plot.relation().column(plot.x()).number()) {
            return Axis.of(
                    plot.x(),
                    points.stream()
                            .mapToDouble(point ->
                                    point.x().exact() == null ? 0 : point.x().exact())
                            .toArray());
        }
        return points.isEmpty()
                ? Axis.inOrder(plot.x(), 0, null, null)
                : Axis.inOrder(plot.x(), points.size(), shortened(points.getFirst()), shortened(points.getLast()));
    }
}
