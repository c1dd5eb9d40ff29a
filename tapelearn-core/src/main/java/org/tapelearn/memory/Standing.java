package org.tapelearn.memory;

/**
 * How an item has done.
 *
 * @param quality in [0, 1]: starts at 0.5, decays every round, rises when the item helped
 * @param importance starts at 2; one more for each agreement, one less for each contradiction
 * @param uses attempts that recalled it
 * @param successes attempts that recalled it and succeeded
 * @param helpful attempts that cited it and succeeded
 * @param harmful attempts that cited it and failed
 */
public record Standing(double quality, int importance, int uses, int successes, int helpful, int harmful) {
    /** How many more attempts an item may have harmed than helped. */
    private static final int HARM_BORNE = 1;

    public static final Standing NEW = new Standing(0.5, 2, 0, 0, 0, 0);

    /**
     * After an attempt that recalled the item: a failure speaks for it by half of its reward at most.
     *
     * @param credit the share of the way that quality moves, in (0, 1]
     */
    public Standing used(boolean success, double reward, double credit) {
        double target = success ? 1 : reward / 2;
        return new Standing(
                quality + credit * (target - quality),
                importance,
                uses + 1,
                successes + (success ? 1 : 0),
                helpful,
                harmful);
    }

    /** After an attempt that said it followed the item. */
    public Standing cited(boolean success) {
        return new Standing(
                quality, importance, uses, successes, helpful + (success ? 1 : 0), harmful + (success ? 0 : 1));
    }

    /** Tells whether the item is out of use: it harmed at least two attempts more than it helped. */
    public boolean retired() {
        return harmful > helpful + HARM_BORNE;
    }

    public Standing agreed() {
        return new Standing(quality, importance + 1, uses, successes, helpful, harmful);
    }

    public Standing disagreed(int votes) {
        return new Standing(quality, importance - votes, uses, successes, helpful, harmful);
    }

    public Standing decayed(double factor) {
        return new Standing(quality * factor, importance, uses, successes, helpful, harmful);
    }
}
