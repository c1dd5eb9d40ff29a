package org.tapelearn.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;

/** What replaying needs to know of steps. */
final class Steps {
    private static final TapeMetadata NAMELESS = new TapeMetadata("", null, "", 0);

    private Steps() {}

    /** Tells the agent's own steps from the user's and the environment's. */
    static boolean isOfAgent(Step step) {
        return switch (step) {
            case Step.User user -> false;
            case Step.Observation observation -> false;
            case Step.Instructions instructions -> false;
            case Step.ExecutionFailure failure -> false;
            case Step.Assistant assistant -> true;
            case Step.Thought thought -> true;
            case Step.Action action -> true;
            case Step.Calls calls -> true;
            case Step.Control control -> true;
            case Step.Answer answer -> true;
            case Step.Final end -> end.kind().equals("final_step");
            case Step.ParsingFailure failure -> true;
            case Step.Custom custom -> !custom.metadata().agent().isEmpty();
            case Step.Unknown unknown -> !unknown.metadata().agent().isEmpty();
        };
    }

    static List<Step> with(List<Step> before, Step last) {
        List<Step> steps = new ArrayList<>(before);
        steps.add(last);
        return steps;
    }

    /** What a step says, without where it came from: equal texts, equal steps. */
    static String text(Step step) {
        if (step instanceof Step.Action action) {
            return action.call().toString();
        }
        if (step instanceof Step.Thought thought) {
            return "thought: " + thought.content();
        }
        ObjectNode body = TapeJson.toJson(new Tape(NAMELESS, List.of(step)))
                .path("steps")
                .path(0)
                .deepCopy();
        return body.without(List.of("metadata", "id")).toString();
    }
}
