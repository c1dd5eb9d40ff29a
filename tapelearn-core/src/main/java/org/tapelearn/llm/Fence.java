package org.tapelearn.llm;

import java.util.Collection;
import java.util.Locale;

/**
 * Marks text of others as data. The marks bear a token drawn from a seed that no environment sees, and one that none of the fenced
 * texts holds, so that no text can end its own fence.
 */
public final class Fence {
    private final String token;

    private Fence(String token) {
        this.token = token;
    }

    /**
     * Returns the fence for the texts of one prompt.
     *
     * @param seed of the attempt; equal seeds and texts give equal fences
     */
    public static Fence around(long seed, Collection<String> texts) {
        long mixed = seed;
        while (true) {
            mixed = mix(mixed + 0x9E3779B97F4A7C15L);
            String token = String.format(Locale.ROOT, "%08x", mixed & 0xFFFFFFFFL);
            if (texts.stream().noneMatch(text -> text.contains(token))) {
                return new Fence(token);
            }
        }
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    public String open() {
        return "<data-" + token + ">";
    }

    public String close() {
        return "</data-" + token + ">";
    }

    /** Returns a text between the marks. */
    public String wrap(String text) {
        return open() + "\n" + text + "\n" + close();
    }
}
