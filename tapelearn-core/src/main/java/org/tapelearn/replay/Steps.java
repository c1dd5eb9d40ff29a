package org.tapelearn.replay;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.tape.Step;

/** What replaying needs to know of steps. */
final class Steps {
    private Steps() {}

    /** Tells the agent's own steps from the user's and the environment's. */
    static boolean isOfAgent(Step step) {
        return switch (step) {
            case Step.User user -> false;
            case Step.Observation observation -> false;
            case Step.Thought thought -> true;
            case Step.Action action -> true;
            case Step.Unknown unknown -> false;
        };
    }

    static List<Step> with(List<Step> before, Step last) {
        List<Step> steps = new ArrayList<>(before);
        steps.add(last);
        return steps;
    }

    /** What a step says, without where it came from: equal texts, equal steps. */
    static String text(Step step) {
        return switch (step) {
            case Step.User user -> user.content();
            case Step.Observation observation -> observation.content();
            case Step.Thought thought -> "thought: " + thought.content();
            case Step.Action action -> action.call().toString();
            case Step.Unknown unknown -> unknown.body().toString();
        };
    }
}
