package org.tapelearn.prompt;

import org.tapelearn.agent.Allowance;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Sampling;

/**
 * A tool-using agent made of a model and prompts. It holds nothing between attempts, so one agent serves any number of them at the
 * same time; what it learned reaches it as what its attempts recall.
 */
public final class LlmAgent {
    /** A model that answers so often without a call has nothing more to do. */
    private static final int RUNS_WITHOUT_CALL = 4;

    private LlmAgent() {}

    /**
     * How the model is asked.
     *
     * @param contextTokens what the model can read and write together
     * @param answerTokens how long an answer may be
     * @param temperature from 0 to 2
     */
    public record Settings(int contextTokens, int answerTokens, double temperature) {
        public static final Settings DEFAULT = new Settings(32_000, 1_024, 0.7);

        public Settings {
            if (answerTokens < 1 || contextTokens <= answerTokens) {
                throw new IllegalArgumentException(
                        "A window must hold an answer and more, but was to hold %d tokens with an answer of %d."
                                .formatted(contextTokens, answerTokens));
            }
        }

        /** What holds for an answer; the seed is the attempt's. */
        public Sampling sampling() {
            return Sampling.DEFAULT.withTemperature(temperature).withMaxTokens(answerTokens);
        }

        /** Tokens that a prompt may have. */
        int promptTokens() {
            return contextTokens - answerTokens;
        }
    }

    public static NodeAgent of(Llm model, Templates templates, Settings settings) {
        return NodeAgent.of("llm", new ActNode(templates, settings))
                .asking(model)
                .within(new Allowance(
                        RUNS_WITHOUT_CALL,
                        Allowance.DEFAULT.tokens(),
                        Allowance.DEFAULT.repeats(),
                        Allowance.DEFAULT.cancelled()));
    }
}
