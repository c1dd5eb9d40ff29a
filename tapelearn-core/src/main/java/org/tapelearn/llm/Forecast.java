package org.tapelearn.llm;

import java.util.Locale;

/**
 * What a session may take, before its first call.
 *
 * @param rollouts attempts
 * @param steps calls of the model in each, at most
 * @param beside calls of the model beside those: to think about attempts, and to judge them
 * @param prompt tokens of a prompt, on average
 * @param completion tokens of an answer, on average
 */
public record Forecast(long rollouts, int steps, long beside, long prompt, long completion) {
    public Forecast {
        if (rollouts < 0 || steps < 0 || beside < 0 || prompt < 0 || completion < 0) {
            throw new IllegalArgumentException(
                    "A forecast has no negative numbers, but this one is (%d x %d + %d) x (%d + %d)."
                            .formatted(rollouts, steps, beside, prompt, completion));
        }
    }

    public Usage usage() {
        long calls = Math.addExact(Math.multiplyExact(rollouts, steps), beside);
        return new Usage(Math.multiplyExact(calls, prompt), Math.multiplyExact(calls, completion));
    }

    /** One line for people: the product, and what it costs. */
    public String text(String model, Price price) {
        Usage usage = usage();
        String product = String.format(
                Locale.ROOT,
                "At most %,d attempts x %,d calls%s, each of about %,d tokens = %,d tokens of %s",
                rollouts,
                steps,
                beside == 0 ? "" : String.format(Locale.ROOT, " and %,d calls to think about them", beside),
                prompt + completion,
                usage.total(),
                model);
        return price.equals(Price.FREE)
                ? product + ", whose price is not in the table."
                : product + String.format(Locale.ROOT, ": about $%.2f.", price.of(usage));
    }
}
