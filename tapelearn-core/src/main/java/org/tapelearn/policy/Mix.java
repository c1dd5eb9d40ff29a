package org.tapelearn.policy;

/** Deterministic hashing of feature names to 64 bits. */
final class Mix {
    private Mix() {}

    static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return avalanche(hash);
    }

    static long of(long left, long right) {
        return avalanche(left * 0x9E3779B97F4A7C15L + Long.rotateLeft(right, 23) + 0x632BE59BD9B4E019L);
    }

    static long of(long first, long second, long third) {
        return avalanche(first * 0x9E3779B97F4A7C15L
                + Long.rotateLeft(second, 23) * 0xD6E8FEB86659FD93L
                + (third + 0x632BE59BD9B4E019L) * 0xA0761D6478BD642FL);
    }

    private static long avalanche(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
