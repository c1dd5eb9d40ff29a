package org.tapelearn.policy;

/**
 * How far the blanks of a task are filled at one step; its words as bits.
 *
 * @param blanks where something is named
 * @param filled those of them where it is something that has come into reach
 * @param used those of the filled ones that calls made use of
 */
record Filling(long blanks, long filled, long used) {
    private static final int MOST = 2;

    static Filling of(Situation situation, Blanks known) {
        long blanks = 0;
        if (!known.isEmpty()) {
            for (int i = 0; i < situation.goal.words.length; i++) {
                if (!Words.isNumber(situation.goal.words[i]) && known.follow(situation.goal.before(i))) {
                    blanks |= 1L << i;
                }
            }
        }
        long filled = blanks & situation.filled;
        return new Filling(blanks, filled, filled & situation.used);
    }

    boolean isAny() {
        return blanks != 0;
    }

    /** How many things are still to be found, and how many were found and wait to be used. */
    long state() {
        return Mix.of(Math.min(Long.bitCount(blanks & ~filled), MOST), Math.min(Long.bitCount(filled & ~used), MOST));
    }

    /** How a thing fits the task: named in a blank (4) or elsewhere (2), as a part of what is named (3), by some of its words (1), or not (0). */
    int fit(Entity entity) {
        if (!entity.stands()) {
            return entity.part ? 3 : 0;
        }
        if (!entity.mention.whole()) {
            return 1;
        }
        return (blanks >>> entity.mention.start() & 1) != 0 ? 4 : 2;
    }
}
