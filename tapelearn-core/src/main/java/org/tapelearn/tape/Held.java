package org.tapelearn.tape;

/** Counts what a reader holds at once. */
public final class Held {
    /** What a value takes beside its text, in characters: very many small ones fill the memory too. */
    public static final int VALUE = 32;

    private final long limit;
    private long size;

    public Held(TapeLimits limits) {
        this.limit = limits.tape();
    }

    /** Adds characters; returns whether all of them are still within the limit. */
    public boolean add(long characters) {
        size += characters;
        return size <= limit;
    }

    public long size() {
        return size;
    }

    /** Begins anew: what was held is held no more. */
    public void clear() {
        size = 0;
    }

    /** Says that the limit is exceeded, and the way out. */
    public String excess() {
        return """
                the limit (tape) of %,d characters held at once is exceeded; each value counts as %d more than its text.
                Give the program more memory, with which the limit grows (TAPELEARN_JAVA_OPTS=-Xmx4g).""".formatted(limit, VALUE);
    }
}
