package org.tapelearn.cli.report;

/** A pair as an HTML table, a row for each call, the first divergence marked. */
final class PairHtml {
    private static final int MOST_CHARACTERS = 900;

    private PairHtml() {}

    static String draw(PairView pair) {
        StringBuilder html = new StringBuilder("<p class=\"task\">")
                .append(Html.text(pair.task()))
                .append("</p>\n");
        html.append(
                        "<div class=\"scroll\"><table class=\"pair\"><thead><tr><th scope=\"col\">call</th><th scope=\"col\">")
                .append(head("Better", pair.better()))
                .append("</th><th scope=\"col\">")
                .append(head("Worse", pair.worse()))
                .append("</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < pair.turns(); i++) {
            boolean marked = i == pair.divergence();
            html.append(marked ? "<tr class=\"divergence\">" : i < pair.divergence() ? "<tr class=\"shared\">" : "<tr>")
                    .append("<th scope=\"row\">")
                    .append(i + 1)
                    .append(marked ? "<br><strong>first divergence</strong>" : "")
                    .append("</th>")
                    .append(cell(pair.better(), i))
                    .append(cell(pair.worse(), i))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String head(String title, PairView.Side side) {
        return "%s: %s<br><code>%s</code>".formatted(title, Html.text(side.verdict()), Html.text(side.rolloutId()));
    }

    private static String cell(PairView.Side side, int index) {
        if (index >= side.turns().size()) {
            return "<td class=\"ended\">ended</td>";
        }
        PairView.Turn turn = side.turns().get(index);
        return "<td><code class=\"call\">%s</code><pre%s>%s</pre></td>"
                .formatted(
                        Html.text(turn.call()),
                        turn.error() ? " class=\"error\"" : "",
                        Html.text(shortened(turn.answer())));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : "%s … (%d more characters)"
                        .formatted(text.substring(0, MOST_CHARACTERS), text.length() - MOST_CHARACTERS);
    }
}
