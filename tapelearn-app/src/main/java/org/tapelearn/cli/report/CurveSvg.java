package org.tapelearn.cli.report;

import java.util.List;
import java.util.Locale;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.learn.LearningReport.CurvePoint;

/** The learning curve as an SVG drawing: success over rollouts, with the 95 % band of the selection tasks. */
final class CurveSvg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 340;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;

    private final List<CurvePoint> curve;
    private final long last;

    private CurveSvg(List<CurvePoint> curve) {
        this.curve = curve;
        this.last =
                Math.max(1, curve.stream().mapToLong(CurvePoint::rollouts).max().orElse(1));
    }

    static String draw(List<CurvePoint> curve) {
        return new CurveSvg(curve).draw();
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg viewBox="0 0 %d %d" role="img" aria-label="Learning curve: success over rollouts">
                """.formatted(WIDTH, HEIGHT));
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = y(percent / 100.0);
            svg.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, at(y), at(y)));
            svg.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%d %%</text>%n"
                    .formatted(LEFT - 8, at(y + 4), percent));
        }
        long step = roundStep(last);
        for (long rollouts = 0; rollouts <= last; rollouts += step) {
            svg.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
                    .formatted(at(x(rollouts)), HEIGHT - BOTTOM + 20, Figures.count(rollouts)));
        }
        svg.append("<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">rollouts</text>%n"
                .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8));
        if (!curve.isEmpty()) {
            svg.append(band());
            svg.append("<path class=\"training\" d=\"").append(path(false)).append("\"/>\n");
            svg.append("<path class=\"selection\" d=\"").append(path(true)).append("\"/>\n");
            curve.forEach(point -> svg.append(dot(point)));
        }
        return svg.append("</svg>\n").toString();
    }

    private String band() {
        StringBuilder points = new StringBuilder();
        for (CurvePoint point : curve) {
            if (point.interval().size() == 2) {
                points.append(at(x(point.rollouts())))
                        .append(',')
                        .append(at(y(point.interval().get(1))))
                        .append(' ');
            }
        }
        for (CurvePoint point : curve.reversed()) {
            if (point.interval().size() == 2) {
                points.append(at(x(point.rollouts())))
                        .append(',')
                        .append(at(y(point.interval().get(0))))
                        .append(' ');
            }
        }
        return points.isEmpty()
                ? ""
                : "<polygon class=\"band\" points=\"%s\"/>%n"
                        .formatted(points.toString().strip());
    }

    private String path(boolean selection) {
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : curve) {
            double value = selection ? point.selection() : point.training();
            if (Double.isFinite(value)) {
                path.append(path.isEmpty() ? 'M' : 'L')
                        .append(at(x(point.rollouts())))
                        .append(' ')
                        .append(at(y(value)));
            }
        }
        return path.toString();
    }

    private String dot(CurvePoint point) {
        if (!Double.isFinite(point.selection())) {
            return "";
        }
        return "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>round %d, %s rollouts: selection %s %%, training %s %%</title></circle>%n"
                .formatted(
                        at(x(point.rollouts())),
                        at(y(point.selection())),
                        point.round(),
                        Figures.count(point.rollouts()),
                        Figures.percent(point.selection(), point.interval()),
                        Figures.percent(point.training()));
    }

    /** The smallest of 1, 2, 5, 10, 20 ... that makes at most six steps. */
    static long roundStep(long last) {
        long power = 1;
        while (true) {
            for (long digit : new long[] {1, 2, 5}) {
                if (digit * power * 6 >= last) {
                    return digit * power;
                }
            }
            power *= 10;
        }
    }

    private double x(long rollouts) {
        return LEFT + (double) (WIDTH - LEFT - RIGHT) * rollouts / last;
    }

    private static double y(double rate) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.clamp(rate, 0, 1));
    }

    private static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
