package org.tapelearn.tape;

/**
 * How much a reader takes on from one file before it refuses.
 *
 * @param depth objects and lists within one another
 * @param text characters of one text
 * @param digits characters of one number
 */
public record TapeLimits(int depth, int text, int digits) {
    public static final TapeLimits DEFAULT = new TapeLimits(500, 20_000_000, 5_000);

    public TapeLimits {
        requirePositive("depth", depth);
        requirePositive("text", text);
        requirePositive("digits", digits);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit (%s) is at least 1, but was (%d).".formatted(name, value));
        }
    }
}
