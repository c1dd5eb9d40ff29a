package org.tapelearn.policy;

/**
 * Describes candidates by how far the blanks of the task are filled, and by nothing else of the world: few features, which hold for
 * things and tasks of any name. What is looked for is used once it is found, and before that nothing else in its place.
 */
final class BlankFeatures {
    private static final int TOPIC = 5;
    private static final int MANY = 2;

    private final Situation situation;
    private final Factors factors;
    private final Filling filling;
    private final long state;
    private final long topic;
    private final long previous;

    BlankFeatures(Situation situation, Factors factors, Blanks blanks) {
        this.situation = situation;
        this.factors = factors;
        this.filling = Filling.of(situation, blanks);
        this.state = filling.state();
        this.topic = situation.goal.beginning(TOPIC);
        this.previous = situation.turn(1).tool();
    }

    /** A tool or one of its fixed choices. */
    void describeSymbol(long symbol) {
        if (filling.isAny()) {
            factors.addBlank(Mix.of(symbol, state));
            factors.addBlank(Mix.of(symbol, state, topic));
            factors.addBlank(Mix.of(symbol, state, previous));
            factors.addBlank(Mix.of(symbol, Mix.of(state, Math.min(situation.uses(symbol), MANY)), 160));
        }
    }

    /** One argument's value: how it fits the task, and whether it was used. */
    void describeArgument(long parameter, Entity entity) {
        if (filling.isAny()) {
            long fit = Mix.of(filling.fit(entity), Math.min(entity.uses, 1));
            factors.addBlank(Mix.of(parameter, fit, state));
            factors.addBlank(Mix.of(parameter, Mix.of(fit, state), topic));
        }
    }

    /** A call as a whole: whether it was made before, and answered as before. */
    void describeCall(Candidate candidate) {
        if (filling.isAny()) {
            int repeats = Math.min(situation.repeats(candidate), MANY);
            factors.addBlank(Mix.of(candidate.tool(), Mix.of(state, repeats), 161));
            factors.addBlank(Mix.of(Math.min(situation.history.idle(candidate), MANY), 162));
        }
    }
}
