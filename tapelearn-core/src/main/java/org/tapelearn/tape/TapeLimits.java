package org.tapelearn.tape;

/**
 * How much a reader takes on from one file before it refuses.
 *
 * @param depth objects and lists within one another
 * @param text characters of one text
 * @param digits characters of one number
 * @param aliased values that the aliases of one YAML document stand for
 * @param tape characters that are held at once: of a whole tape, or of one step where steps are handed out as they come; a
 *     value counts as {@link Held#VALUE} more than its text
 */
public record TapeLimits(int depth, int text, int digits, int aliased, long tape) {
    /** Bytes of memory for a character of a tape that is held whole, compared with another one and written. */
    private static final int BYTES = 32;

    public static final TapeLimits DEFAULT = new TapeLimits(500, 20_000_000, 5_000, 100_000);

    /** For what this program wrote itself. */
    public static final TapeLimits NONE =
            new TapeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    public TapeLimits {
        requirePositive("depth", depth);
        requirePositive("text", text);
        requirePositive("digits", digits);
        requirePositive("aliased", aliased);
        requirePositive("tape", tape);
    }

    /** Limits under which a tape may fill a fair part of this machine's memory. */
    public TapeLimits(int depth, int text, int digits, int aliased) {
        this(
                depth,
                text,
                digits,
                aliased,
                Math.min(500_000_000, Runtime.getRuntime().maxMemory() / BYTES));
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit (%s) is at least 1, but was (%d).".formatted(name, value));
        }
    }
}
