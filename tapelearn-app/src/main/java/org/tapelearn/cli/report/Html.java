package org.tapelearn.cli.report;

import java.util.List;
import org.tapelearn.cli.text.SafeText;

/** Puts text into HTML so that it stays text. */
final class Html {
    private Html() {}

    /** Escapes markup; control characters are shown as escapes. */
    static String text(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        SafeText.lines(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    static String table(String caption, List<Tables.Line> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<caption>")
                .append(text(caption))
                .append("</caption>\n<thead><tr>");
        Tables.HEAD.forEach(
                head -> html.append("<th scope=\"col\">").append(text(head)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (Tables.Line line : lines) {
            boolean detail = line.label().startsWith(" ");
            html.append(detail ? "<tr class=\"detail\">" : "<tr>")
                    .append("<th scope=\"row\">")
                    .append(text(line.label().strip()))
                    .append("</th><td>")
                    .append(text(line.base()))
                    .append("</td><td>")
                    .append(text(line.learned()))
                    .append("</td><td>")
                    .append(text(line.difference()))
                    .append("</td></tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** A table of which the first row is the head, and each first cell names its row. */
    static String grid(String caption, List<List<String>> cells) {
        if (cells.size() < 2) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<caption>")
                .append(text(caption))
                .append("</caption>\n<thead>");
        for (int row = 0; row < cells.size(); row++) {
            html.append("<tr>");
            for (int column = 0; column < cells.get(row).size(); column++) {
                String cell = text(cells.get(row).get(column));
                html.append(
                        row == 0
                                ? "<th scope=\"col\">%s</th>".formatted(cell)
                                : column == 0
                                        ? "<th scope=\"row\">%s</th>".formatted(cell)
                                        : "<td>%s</td>".formatted(cell));
            }
            html.append(row == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
