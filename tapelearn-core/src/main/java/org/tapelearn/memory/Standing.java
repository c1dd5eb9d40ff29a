package org.tapelearn.memory;

/**
 * How an item has done.
 *
 * @param quality in [0, 1]: starts at 0.5, decays every round, rises when the item helped
 * @param importance starts at 2; one more for each agreement, one less for each contradiction
 * @param uses attempts that recalled it
 * @param successes attempts that recalled it and succeeded
 */
public record Standing(double quality, int importance, int uses, int successes) {
    public static final Standing NEW = new Standing(0.5, 2, 0, 0);

    /** After an attempt that recalled the item: a failure speaks for it by half of its reward at most. */
    public Standing used(boolean success, double reward) {
        double target = success ? 1 : reward / 2;
        return new Standing(quality + 0.1 * (target - quality), importance, uses + 1, successes + (success ? 1 : 0));
    }

    public Standing agreed() {
        return new Standing(quality, importance + 1, uses, successes);
    }

    public Standing disagreed(int votes) {
        return new Standing(quality, importance - votes, uses, successes);
    }

    public Standing decayed(double factor) {
        return new Standing(quality * factor, importance, uses, successes);
    }
}
