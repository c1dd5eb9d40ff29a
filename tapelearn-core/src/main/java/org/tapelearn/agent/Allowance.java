package org.tapelearn.agent;

import java.util.function.BooleanSupplier;

/**
 * What an agent may use up in one attempt.
 *
 * @param runs of nodes in one turn, before it must have made a call, at least 1
 * @param tokens of all models together; it stops once they are used up
 * @param repeats how often a node may get the same answer to the same prompt, at least 1
 * @param cancelled asked before each run of a node: whether somebody wants it to stop
 */
public record Allowance(int runs, long tokens, int repeats, BooleanSupplier cancelled) {
    public static final Allowance DEFAULT = new Allowance(50, Long.MAX_VALUE, 3, () -> false);

    public Allowance {
        if (runs < 1 || repeats < 1 || tokens < 0) {
            throw new IllegalArgumentException(
                    "An agent needs at least 1 run, 1 repeat and 0 tokens, but was given %d, %d and %d."
                            .formatted(runs, repeats, tokens));
        }
    }
}
