package org.tapelearn.agent;

import java.util.List;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.tape.Step;

/**
 * One thing that an agent can do at its turn: make a prompt, and read what the model answered as steps. What it remembers between its
 * runs is on the tape, so that a tape can be taken up anywhere.
 */
public interface Node {
    /** The name, unique within its agent. */
    String name();

    /** Which of its agent's models it asks, by name. */
    default String model() {
        return "default";
    }

    /** Returns what to ask, or {@link Prompt#NONE} where the node decides by itself. */
    default Prompt makePrompt(Scene scene) {
        return Prompt.NONE;
    }

    /**
     * Returns the steps to add; their agent, node and ids are filled in. A tool call must be the last of them, since the environment
     * answers it. A model's mistake is a step too ({@link Step.ParsingFailure}), never an exception.
     *
     * @param completion the model's answer; {@link Completion#NONE} where nothing was asked
     */
    List<Step> readCompletion(Scene scene, Completion completion);

    /** Returns the node for one attempt; one that keeps something between its runs returns a new one. */
    default Node begin(Briefing briefing) {
        return this;
    }
}
