package org.tapelearn.evaluate;

/** How an attempt is judged. */
public sealed interface Evaluation {
    /** What a judged attempt amounts to. */
    enum Outcome {
        SUCCESS,
        PARTIAL,
        FAILURE
    }

    /**
     * A judged attempt.
     *
     * @param reward in [0, 1]; 1 for a success, otherwise below the success threshold
     * @param success the final criterion holds
     * @param grounded a success whose evidence the checker found too: the right state was reached, not only the right answer
     */
    record Scored(double reward, boolean success, boolean grounded) implements Evaluation {
        public Outcome outcome() {
            if (success) {
                return Outcome.SUCCESS;
            }
            return reward > 0 ? Outcome.PARTIAL : Outcome.FAILURE;
        }
    }

    /** An attempt that nothing can be said about: it broke, or no checker could decide. */
    record Unscored(String reason) implements Evaluation {}

    /**
     * What judges say of an attempt that no checker can decide. It is practice to learn from, and nothing else: it is no success and no
     * failure, so no gate, mastery or figure counts it.
     *
     * @param reason the judges' words, which are data
     */
    record Weak(boolean passed, String reason) implements Evaluation {}
}
