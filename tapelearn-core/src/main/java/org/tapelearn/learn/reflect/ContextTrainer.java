package org.tapelearn.learn.reflect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.tapelearn.agent.Agent;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.Reflection;
import org.tapelearn.llm.Llm;
import org.tapelearn.prompt.LlmAgent;
import org.tapelearn.prompt.RememberingAgent;
import org.tapelearn.prompt.Templates;
import org.tapelearn.tool.ToolSpec;

/**
 * Improves an agent that cannot be trained: its model is fixed, and what it learns are insights and demonstrations that its
 * attempts recall. A version of it is the agent together with its memory.
 */
public final class ContextTrainer implements PolicyTrainer {
    private final Agent agent;
    private final Reflection reflection;

    private ContextTrainer(Agent agent, Reflection reflection) {
        this.agent = agent;
        this.reflection = reflection;
    }

    /**
     * Improves a tool-using agent made of this model, with the prompts and limits that {@code learn --llm} has by default.
     *
     * @param tools the environment's
     */
    public static ContextTrainer of(Llm model, List<ToolSpec> tools) {
        return of(model, Templates.BUNDLED, LlmAgent.Settings.DEFAULT, PairReflection.Settings.of(tools));
    }

    /** Improves a tool-using agent made of this model. */
    public static ContextTrainer of(
            Llm model, Templates templates, LlmAgent.Settings agent, PairReflection.Settings reflecting) {
        return new ContextTrainer(
                LlmAgent.of(model, templates, agent), new PairReflection(model, templates, reflecting));
    }

    /**
     * Improves an agent that is there already, which stays as it is: what it learned it reads below the words of its tasks.
     *
     * @param model what writes the insights
     * @param tools the environment's
     */
    public static ContextTrainer around(Agent agent, Llm model, List<ToolSpec> tools) {
        return new ContextTrainer(
                new RememberingAgent(agent, Templates.BUNDLED),
                new PairReflection(model, Templates.BUNDLED, PairReflection.Settings.of(tools)));
    }

    @Override
    public Agent untrained() {
        return agent;
    }

    @Override
    public Agent train(Agent policy, Batch batch) {
        return policy;
    }

    @Override
    public byte[] save(Agent policy) {
        return policy.name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Agent load(byte[] bytes) {
        return agent;
    }

    @Override
    public Optional<Reflection> reflection() {
        return Optional.of(reflection);
    }
}
