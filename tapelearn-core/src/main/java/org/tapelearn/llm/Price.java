package org.tapelearn.llm;

/**
 * What a model's tokens cost.
 *
 * @param prompt dollars for a million tokens of prompt
 * @param completion dollars for a million tokens of answer
 */
public record Price(double prompt, double completion) {
    public static final Price FREE = new Price(0, 0);

    public Price {
        if (!(prompt >= 0 && completion >= 0)) {
            throw new IllegalArgumentException(
                    "A price is 0 dollars or more a million tokens, but these are (%s) and (%s)."
                            .formatted(prompt, completion));
        }
    }

    /** Returns dollars. */
    public double of(Usage usage) {
        return (usage.prompt() * prompt + usage.completion() * completion) / 1e6;
    }
}
