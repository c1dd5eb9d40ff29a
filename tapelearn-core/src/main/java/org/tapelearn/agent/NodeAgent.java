package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tapelearn.error.Nearest;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmCalls;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;

/**
 * An agent made of nodes, which may call subagents. Nodes run in their order, unless a step names the next one; an agent whose nodes
 * have all run goes back to its caller, or is done.
 *
 * @param models the models that nodes ask, by name; a name that a subagent does not have is looked up at its callers
 * @param subagents whom its nodes may call
 * @param calls keeps what models were asked and answered
 * @param events is told what happens
 */
public record NodeAgent(
        String name,
        Map<String, Llm> models,
        List<Node> nodes,
        List<NodeAgent> subagents,
        Allowance allowance,
        LlmCalls calls,
        Consumer<AgentEvent> events)
        implements Agent {
    public NodeAgent {
        models = Map.copyOf(models);
        nodes = List.copyOf(nodes);
        subagents = List.copyOf(subagents);
        if (!name.matches("[^/]{1,80}")) {
            throw new IllegalArgumentException(
                    "An agent's name has 1 to 80 characters, none of them a slash, but this one is (%s)."
                            .formatted(name));
        }
        requireDifferent(name, "nodes", nodes.stream().map(Node::name).toList());
        requireDifferent(
                name, "subagents", subagents.stream().map(NodeAgent::name).toList());
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("The agent (%s) needs at least one node.".formatted(name));
        }
    }

    /** An agent of these nodes, without models and subagents. */
    public static NodeAgent of(String name, Node... nodes) {
        return new NodeAgent(name, Map.of(), List.of(nodes), List.of(), Allowance.DEFAULT, LlmCalls.NONE, event -> {});
    }

    public NodeAgent asking(Llm model) {
        return asking(Map.of("default", model));
    }

    /** Returns this agent with these models, by name. */
    public NodeAgent asking(Map<String, Llm> others) {
        return new NodeAgent(name, others, nodes, subagents, allowance, calls, events);
    }

    public NodeAgent calling(NodeAgent... others) {
        return new NodeAgent(name, models, nodes, List.of(others), allowance, calls, events);
    }

    public NodeAgent within(Allowance other) {
        return new NodeAgent(name, models, nodes, subagents, other, calls, events);
    }

    /** Returns this agent, keeping what models are asked and answer. */
    public NodeAgent keeping(LlmCalls log) {
        return new NodeAgent(name, models, nodes, subagents, allowance, log, events);
    }

    /** Returns this agent, telling what happens. */
    public NodeAgent telling(Consumer<AgentEvent> listener) {
        return new NodeAgent(name, models, nodes, subagents, allowance, calls, listener);
    }

    @Override
    public Attempt begin(Briefing briefing) {
        return new NodeAttempt(this, briefing);
    }

    /**
     * Lets the agent go on from the end of a tape, without an environment, until it calls a tool or stops; returns the tape that it
     * leaves, whose metadata say where it comes from. Where a user speaks after the end, it begins again at its first node.
     *
     * @param id the new tape's, which differs from that of the tape it comes from
     */
    public Tape run(Tape tape, String id, Briefing briefing) {
        if (id.equals(tape.metadata().id())) {
            throw new IllegalArgumentException(
                    "A new tape needs an id of its own, but (%s) is that of the tape it goes on from, which would be its own parent."
                            .formatted(id));
        }
        Turn turn = begin(briefing).turn(tape, List.of());
        List<Step> steps = new ArrayList<>(turn.before());
        if (turn instanceof Turn.Act act) {
            steps.add(act.action());
        }
        Tape grown = tape.with(tape.metadata().child(id, name, steps.size()));
        for (Step step : steps) {
            grown = grown.append(step);
        }
        return grown;
    }

    /** The node that runs next in a view of this agent; empty when all have run. */
    Optional<Node> next(View view) {
        if (!view.nextNode().isEmpty()) {
            return Optional.of(nodes.get(index(view.nextNode())));
        }
        int next = view.lastNode().isEmpty() ? 0 : index(view.lastNode()) + 1;
        if (next < nodes.size()) {
            return Optional.of(nodes.get(next));
        }
        boolean asked = view.isAskedAnew() && view.agent().equals(name);
        return asked ? Optional.of(nodes.getFirst()) : Optional.empty();
    }

    private int index(String node) {
        List<String> names = nodes.stream().map(Node::name).toList();
        int index = names.indexOf(node);
        if (index < 0) {
            throw new IllegalArgumentException("The agent (%s) has no node (%s), only (%s).%s"
                    .formatted(name, node, String.join(", ", names), Nearest.hint(node, names)));
        }
        return index;
    }

    /** Returns this agent and its subagents with their nodes begun for an attempt. */
    NodeAgent begun(Briefing briefing) {
        return new NodeAgent(
                name,
                models,
                nodes.stream().map(node -> node.begin(briefing)).toList(),
                subagents.stream().map(agent -> agent.begun(briefing)).toList(),
                allowance,
                calls,
                events);
    }

    /** The agents from this one down to that of a path, which begins with this one's name. */
    List<NodeAgent> along(String path) {
        List<NodeAgent> agents = new ArrayList<>(List.of(this));
        String[] names = path.split("/");
        for (int i = 1; i < names.length; i++) {
            agents.add(agents.getLast().subagent(names[i]));
        }
        return agents;
    }

    private NodeAgent subagent(String wanted) {
        List<String> names = subagents.stream().map(NodeAgent::name).toList();
        return subagents.stream()
                .filter(agent -> agent.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The agent (%s) has no subagent (%s), only (%s).%s"
                        .formatted(name, wanted, String.join(", ", names), Nearest.hint(wanted, names))));
    }

    private static void requireDifferent(String agent, String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String each : names) {
            if (!seen.add(each)) {
                throw new IllegalArgumentException("The %s of agent (%s) must have different names, but two are (%s)."
                        .formatted(what, agent, each));
            }
        }
    }
}
