package org.tapelearn.cli.live;

import java.util.Locale;

/** What was used up of a language model so far. */
public record Spending(long tokens, double dollars) {
    public static final Spending NONE = new Spending(0, 0);

    /** A few characters for a line: tokens in thousands, and dollars where the model has a price. */
    public String text() {
        if (tokens == 0) {
            return "";
        }
        String counted = tokens < 10_000
                ? tokens + " tokens"
                : String.format(Locale.ROOT, "%,dk tokens", Math.round(tokens / 1000.0));
        return dollars == 0 ? counted : counted + String.format(Locale.ROOT, " $%.2f", dollars);
    }
}
