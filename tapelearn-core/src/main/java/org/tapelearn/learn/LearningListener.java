package org.tapelearn.learn;

/** Watches a session while it runs. Called by the learning thread, in order; a slow listener slows the session. */
@FunctionalInterface
public interface LearningListener {
    LearningListener NONE = progress -> {};

    void on(Progress progress);

    /**
     * Where a session stands.
     *
     * @param round the present round, from 1
     * @param rounds rounds at most
     * @param phase what is going on: explore, optimise, warm, generate, gate, test, or done
     * @param rolloutsDone attempts made so far
     * @param rolloutsPlanned attempts if all rounds are used, as far as those made tell: a task needs fewer when it goes well
     * @param success success on the latest wave or comparison, in [0, 1]
     * @param low lower end of its 95 % Wilson interval
     * @param high upper end of its 95 % Wilson interval
     * @param message something worth a line of its own (a verdict, a commit, the stop reason), or empty
     */
    record Progress(
            String session,
            int round,
            int rounds,
            String phase,
            long rolloutsDone,
            long rolloutsPlanned,
            double success,
            double low,
            double high,
            String message) {}
}
