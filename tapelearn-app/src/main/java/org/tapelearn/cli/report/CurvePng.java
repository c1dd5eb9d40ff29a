package org.tapelearn.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.LearningReport.CurvePoint;

/** The learning curve as a PNG picture. */
final class CurvePng {
    private static final Color BLUE = new Color(0x1f5fbf);
    private static final Color LIGHT_BLUE = new Color(0x9dbde8);
    private static final Color ORANGE = new Color(0xb35900);
    private static final Color GREY = new Color(0xdddddd);

    private CurvePng() {}

    static byte[] draw(LearningReport report) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(960)
                .height(540)
                .title("%s, session %s".formatted(report.environment(), report.session()))
                .xAxisTitle("rollouts")
                .yAxisTitle("success in %")
                .build();
        style(chart);
        List<CurvePoint> curve = report.curve();
        if (!curve.isEmpty()) {
            add(chart, "selection tasks", curve, true);
            addInterval(chart, curve, 0);
            addInterval(chart, curve, 1);
            add(chart, "training attempts", curve, false);
        }
        return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    }

    private static void style(XYChart chart) {
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(GREY);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisDecimalPattern("0");
    }

    private static void add(XYChart chart, String name, List<CurvePoint> curve, boolean selection) {
        List<CurvePoint> known = curve.stream()
                .filter(point -> Double.isFinite(selection ? point.selection() : point.training()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        double[] x = known.stream().mapToDouble(CurvePoint::rollouts).toArray();
        double[] y = known.stream()
                .mapToDouble(point -> 100 * (selection ? point.selection() : point.training()))
                .toArray();
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(selection ? BLUE : ORANGE);
        series.setMarkerColor(selection ? BLUE : ORANGE);
        series.setMarker(selection ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(
                selection
                        ? new BasicStroke(2.5f)
                        : new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0));
    }

    private static void addInterval(XYChart chart, List<CurvePoint> curve, int end) {
        List<CurvePoint> known =
                curve.stream().filter(point -> point.interval().size() == 2).toList();
        if (known.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(
                end == 0 ? "its 95 % interval" : "upper end",
                known.stream().mapToDouble(CurvePoint::rollouts).toArray(),
                known.stream()
                        .mapToDouble(point -> 100 * point.interval().get(end))
                        .toArray());
        series.setLineColor(LIGHT_BLUE);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(1.5f));
        series.setShowInLegend(end == 0);
    }
}
