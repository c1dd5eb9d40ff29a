package org.tapelearn.llm;

import java.util.Locale;

/**
 * What a session may take, before its first call.
 *
 * @param rollouts attempts
 * @param steps calls of the model in each, at most
 * @param prompt tokens of a prompt, on average
 * @param completion tokens of an answer, on average
 */
public record Forecast(long rollouts, int steps, long prompt, long completion) {
    public Forecast {
        if (rollouts < 0 || steps < 0 || prompt < 0 || completion < 0) {
            throw new IllegalArgumentException(
                    "A forecast has no negative numbers, but this one is %d x %d x (%d + %d)."
                            .formatted(rollouts, steps, prompt, completion));
        }
    }

    public Usage usage() {
        long calls = Math.multiplyExact(rollouts, steps);
        return new Usage(Math.multiplyExact(calls, prompt), Math.multiplyExact(calls, completion));
    }

    /** One line for people: the product, and what it costs. */
    public String text(String model, Price price) {
        Usage usage = usage();
        String product = String.format(
                Locale.ROOT,
                "At most %,d attempts x %,d calls x about %,d tokens = %,d tokens of %s",
                rollouts,
                steps,
                prompt + completion,
                usage.total(),
                model);
        return price.equals(Price.FREE)
                ? product + ", whose price is not in the table."
                : product + String.format(Locale.ROOT, ": about $%.2f.", price.of(usage));
    }
}
