package org.tapelearn.tape;

/**
 * How much a reader takes on from one file before it refuses.
 *
 * @param depth objects and lists within one another
 * @param text characters of one text
 * @param digits characters of one number
 * @param aliased values that the aliases of one YAML document stand for
 */
public record TapeLimits(int depth, int text, int digits, int aliased) {
    public static final TapeLimits DEFAULT = new TapeLimits(500, 20_000_000, 5_000, 100_000);

    /** For what this program wrote itself. */
    public static final TapeLimits NONE =
            new TapeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    public TapeLimits {
        requirePositive("depth", depth);
        requirePositive("text", text);
        requirePositive("digits", digits);
        requirePositive("aliased", aliased);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit (%s) is at least 1, but was (%d).".formatted(name, value));
        }
    }
}
