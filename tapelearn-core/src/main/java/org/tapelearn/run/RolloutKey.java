package org.tapelearn.run;

import java.util.Locale;

/**
 * Which attempt of a session: its place decides its random stream, and no two rollouts of a session share it.
 *
 * @param phase what the attempt was for
 * @param round the learning round, from 1; 0 before the first
 * @param wave the wave within the phase and round, from 0
 * @param taskId the task
 * @param attempt the attempt at that task in that wave, from 0
 * @param fork of an attempt that goes on from the middle of another: where, and by whom; empty for all others
 */
public record RolloutKey(Phase phase, int round, int wave, String taskId, int attempt, String fork) {
    /** The key of an attempt that begins at the beginning. */
    public RolloutKey(Phase phase, int round, int wave, String taskId, int attempt) {
        this(phase, round, wave, taskId, attempt, "");
    }

    /** What an attempt is for. */
    public enum Phase {
        EXPLORE,
        GATE_INCUMBENT,
        GATE_CANDIDATE,
        TEST_BASE,
        TEST_LEARNED,
        /** Going on from the middle of another attempt, outside learning. */
        FORK;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A text form that is unique within a session. */
    public String id() {
        String place = "%s/%d/%d/%s/%d".formatted(phase.label(), round, wave, taskId, attempt);
        return fork.isEmpty() ? place : place + "/" + fork;
    }

    /**
     * Returns the key of the attempt by {@code version} that makes this one's step {@code at}, from 1, anew: equal arguments, equal key. It
     * shares this one's world.
     */
    public RolloutKey forked(int at, String version) {
        String earlier = fork.isEmpty() ? phase.label() : fork;
        return new RolloutKey(Phase.FORK, round, wave, taskId, attempt, "%s-at-%d-%s".formatted(earlier, at, version));
    }

    /** The seed of this attempt's random stream, from the session's seed. */
    public long seed(long sessionSeed) {
        return hash(sessionSeed, id());
    }

    /**
     * The seed of whatever is random in the world: the two sides of a pair share it, attempts at a task that is explored do not,
     * and a replay or a fork of the rollout repeats it.
     */
    public long worldSeed() {
        return hash(0, "%d/%d/%s/%d".formatted(round, wave, taskId, attempt));
    }

    private static long hash(long start, String text) {
        long hash = start ^ 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        return hash ^ (hash >>> 27);
    }
}
