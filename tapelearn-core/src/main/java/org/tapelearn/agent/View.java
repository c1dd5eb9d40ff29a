package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/**
 * What one agent sees of a tape: the steps since it was called, the answers to its calls, and what its subagents gave back. It grows
 * with the tape; {@link Views} keeps it up.
 */
public final class View {
    private final String agent;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Step> outputs = new LinkedHashMap<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private String lastNode = "";
    private String lastRun = "";
    private String nextNode = "";
    private boolean askedAnew;

    View(String agent) {
        this.agent = agent;
    }

    /** The agent's path, such as {@code manager/worker}. */
    public String agent() {
        return agent;
    }

    /** The agent's own name: the last part of its path. */
    public String name() {
        return agent.substring(agent.lastIndexOf('/') + 1);
    }

    /** The steps that it sees, in order; a called agent's first one is the call. */
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /** The last step that a subagent left, by its name. */
    public Optional<Step> output(String subagent) {
        return Optional.ofNullable(outputs.get(subagent));
    }

    /** How often a node of this agent ran since it was called. */
    public int runs(String node) {
        return runs.getOrDefault(node, 0);
    }

    /** The node that ran last; empty before the first. */
    public String lastNode() {
        return lastNode;
    }

    /** The node that was named to be next; empty where none was. */
    public String nextNode() {
        return nextNode;
    }

    /** Tells whether a user spoke after the last node of this agent ran. */
    boolean isAskedAnew() {
        return askedAnew;
    }

    /** The last step that says something: no control. */
    public Optional<Step> lastOutput() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (!(steps.get(i) instanceof Step.Control)) {
                return Optional.of(steps.get(i));
            }
        }
        return Optional.empty();
    }

    void add(Step step) {
        steps.add(step);
        askedAnew |= step instanceof Step.User && !step.metadata().agent().equals(agent);
    }

    /** Begins again before the first node, with all that was seen. */
    void beginAgain() {
        lastNode = "";
        lastRun = "";
        nextNode = "";
    }

    /** Notices whether a step begins another run of a node: runs have ids, and without one, another node is another run. */
    void notice(StepMetadata by) {
        String run = by.promptId().isEmpty() ? by.node() : by.promptId();
        if (!by.agent().equals(agent)) {
            return;
        }
        askedAnew = false;
        if (!run.equals(lastRun)) {
            lastRun = run;
            lastNode = by.node();
            nextNode = "";
            runs.merge(by.node(), 1, Integer::sum);
        }
    }

    void goTo(String node) {
        nextNode = node;
    }

    void keepOutput(String subagent, Step step) {
        outputs.put(subagent, step);
    }
}
