package org.tapelearn.agent;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/**
 * Calls that a model asked for in one answer. They are made in its order, each answered by the environment, before the model is
 * asked again; those that wait are noted on the tape, with the call before them.
 */
public final class SeveralCalls {
    private static final String WAITING = "waiting_calls";

    private SeveralCalls() {}

    /** Makes the first of these calls, and notes the others. */
    public static Step.Action first(List<ToolRequest> requests) {
        return first(StepMetadata.of(""), requests);
    }

    private static Step.Action first(StepMetadata by, List<ToolRequest> requests) {
        List<ToolRequest> others = requests.subList(1, requests.size());
        return new Step.Action(
                others.isEmpty() ? by : by.noting(WAITING, PromptJson.requests(others)),
                requests.getFirst().call());
    }

    /**
     * Returns the steps that make the next waiting call, where the view ends with the answer to the one before; none where no call
     * waits. They bear the run whose answer asked for it.
     *
     * @param node the node that makes them
     * @param after the node that goes on after the last
     */
    public static List<Step> next(View view, String node, String after) {
        List<Step> steps = view.steps();
        int size = steps.size();
        if (size < 2
                || !(steps.get(size - 1) instanceof Step.Observation)
                || !(steps.get(size - 2) instanceof Step.Action before)) {
            return List.of();
        }
        List<ToolRequest> waiting = waiting(before);
        if (waiting.isEmpty()) {
            return List.of();
        }
        StepMetadata by = new StepMetadata(
                "", "", "", before.metadata().promptId(), before.metadata().llm());
        return List.of(new Step.NextNode(by, waiting.size() > 1 ? node : after), first(by, waiting));
    }

    private static List<ToolRequest> waiting(Step.Action action) {
        return PromptJson.readRequests(action.metadata().other().getOrDefault(WAITING, MissingNode.getInstance()));
    }

    /** Tells whether a call came from the same answer of a model as an earlier one. */
    public static boolean together(Step.Action earlier, Step.Action later) {
        String run = earlier.metadata().promptId();
        return !run.isEmpty() && run.equals(later.metadata().promptId());
    }
}
