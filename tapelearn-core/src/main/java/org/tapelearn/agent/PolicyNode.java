package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;

/**
 * Lets a policy decide in the place of a model: which of its agent's calls to make, or which subagent to call. A policy reads all of
 * the tape: what is known to one member of a team is known to all.
 */
public final class PolicyNode implements Node {
    private static final StepMetadata BLANK = StepMetadata.of("");

    private final String name;
    private final Agent policy;
    private final Role role;
    private final Agent.@Nullable Attempt attempt;

    /** A node that decides in a role. */
    public PolicyNode(String name, Agent policy, Role role) {
        this(name, policy, role, null);
    }

    private PolicyNode(String name, Agent policy, Role role, Agent.@Nullable Attempt attempt) {
        this.name = name;
        this.policy = policy;
        this.role = role;
        this.attempt = attempt;
    }

    @Override
    public String name() {
        return name;
    }

    /** Begins an attempt of the policy, with a random stream of its role's own. */
    @Override
    public Node begin(Briefing briefing) {
        Briefing own = new Briefing(
                briefing.task(),
                role.tools(briefing.tools()),
                briefing.recalled(),
                briefing.mode(),
                briefing.failed(),
                briefing.seed() * 31 + role.toString().hashCode());
        return new PolicyNode(name, policy, role, policy.begin(own));
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
        if (attempt == null) {
            throw new IllegalStateException("Node (%s) has not begun an attempt.".formatted(name));
        }
        List<Step> steps = new ArrayList<>();
        List<ToolCall> options = role.options(scene.admissible());
        if (options.isEmpty()) {
            return steps;
        }
        ToolCall choice = attempt.act(scene.tape(), options);
        switch (role) {
            case Role.Router router -> {
                steps.add(new Step.NextNode(BLANK, name));
                steps.add(new Step.Call(BLANK, Role.Router.chosen(choice), ""));
            }
            case Role.Worker worker -> steps.add(new Step.Action(BLANK, choice));
            case Role.Alone alone -> {
                steps.add(new Step.NextNode(BLANK, name));
                steps.add(new Step.Action(BLANK, choice));
            }
        }
        return steps;
    }
}
