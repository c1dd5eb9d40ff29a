package org.tapelearn.llm;

import java.util.Locale;

/**
 * Why a model is asked; the model never sees it.
 *
 * @param rollout the attempt that asks, by the id of its key; empty outside attempts
 * @param number which question of that attempt it is, from 0
 */
public record Occasion(Purpose purpose, String rollout, int number) {
    /** An agent's own question outside of attempts. */
    public static final Occasion NONE = new Occasion(Purpose.ACT, "", 0);

    /** What the answer is for. */
    public enum Purpose {
        /** To choose what an agent does. */
        ACT,
        /** To judge an attempt. */
        JUDGE,
        /** To learn from attempts. */
        REFLECT,
        /** To make new tasks. */
        GENERATE,
        /** To sort a task by kind. */
        CLASSIFY;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Occasion {
        if (number < 0) {
            throw new IllegalArgumentException(
                    "Questions are numbered from 0, but this one is (%d).".formatted(number));
        }
    }

    public static Occasion of(Purpose purpose) {
        return new Occasion(purpose, "", 0);
    }
}
