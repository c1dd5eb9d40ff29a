package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** Decides whether a picture is of the right kind, of the right data, and really a picture. */
final class PlotCheck {
    private static final int LEAST_SIDE = 100;
    private static final double LEAST_INK = 0.005;
    private static final int KEPT = 5_000;

    private final Tables tables;
    private final Fingerprints fingerprints;
    private final Map<Workspace.Plot, Boolean> drawn = new ConcurrentHashMap<>();

    PlotCheck(Tables tables, Fingerprints fingerprints) {
        this.tables = tables;
        this.fingerprints = fingerprints;
    }

    boolean shows(Workspace.Plot plot, JsonNode check) {
        String kind = check.path("kind").asText();
        String x = check.path("x").asText();
        String sql = check.path("sql").asText();
        return plot.kind().equals(kind)
                && plot.x().equals(x)
                && (kind.equals("histogram")
                        ? fingerprints.sameNumbers(plot.relation().sql(), sql, x)
                        : plot.relation().columns().size() == 2
                                && plot.relation().columns().getLast().name().equals(plot.y())
                                && fingerprints.samePairs(plot.relation().sql(), sql))
                && drawn(plot);
    }

    private boolean drawn(Workspace.Plot plot) {
        Boolean known = drawn.get(plot);
        if (known == null) {
            known = hasInk(Drawing.png(plot, tables));
            if (drawn.size() >= KEPT) {
                drawn.clear();
            }
            drawn.put(plot, known);
        }
        return known;
    }

    /** Tells whether the bytes decode to a picture in which something stands out from the background. */
    static boolean hasInk(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            if (image == null || image.getWidth() < LEAST_SIDE || image.getHeight() < LEAST_SIDE) {
                return false;
            }
            int background = image.getRGB(0, 0);
            long ink = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    ink += image.getRGB(x, y) == background ? 0 : 1;
                }
            }
            return ink >= LEAST_INK * image.getWidth() * image.getHeight();
        } catch (IOException undecodable) {
            return false;
        }
    }
}
