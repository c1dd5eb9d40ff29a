package org.tapelearn.learn;

/** Successes among scored attempts. */
public record Tally(int successes, int attempts) {
    public static final Tally NONE = new Tally(0, 0);

    public Tally plus(boolean success) {
        return new Tally(successes + (success ? 1 : 0), attempts + 1);
    }

    /** Successes over attempts, 0 without any. */
    double rate() {
        return attempts == 0 ? 0 : (double) successes / attempts;
    }

    Tally plus(Tally other) {
        return new Tally(successes + other.successes, attempts + other.attempts);
    }
}
