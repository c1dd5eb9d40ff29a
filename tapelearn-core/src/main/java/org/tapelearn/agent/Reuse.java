package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmCalls;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;

/**
 * An old tape as another agent would have written it: at each turn of an agent, its node reads the recorded completion anew, without
 * asking a model.
 *
 * @param tape the old tape with the steps made anew
 * @param differences where they are others than recorded
 */
public record Reuse(Tape tape, List<Difference> differences) {
    /**
     * What a run of a node gave.
     *
     * @param step the first step of the run on the old tape
     */
    public record Difference(int step, String agent, String node, List<Step> recorded, List<Step> made) {}

    public Reuse {
        differences = List.copyOf(differences);
    }

    /**
     * Makes the steps of a tape anew.
     *
     * @param agent whose nodes read; its nodes and subagents bear the names that are on the tape
     * @param calls what models answered when the tape was made
     */
    public static Reuse of(Tape old, NodeAgent agent, LlmCalls calls, Briefing briefing) {
        NodeAgent begun = agent.begun(briefing);
        Views views = new Views(agent.name());
        List<Difference> differences = new ArrayList<>();
        Tape anew = old.prefix(0);
        List<Step> steps = old.steps();
        int at = 0;
        while (at < steps.size()) {
            StepMetadata by = steps.get(at).metadata();
            int end = runEnd(steps, at);
            if (by.node().isEmpty()) {
                anew = anew.append(steps.get(at++));
                continue;
            }
            View view = views.read(old.prefix(at));
            Node node = node(begun, view, by);
            Completion completion =
                    calls.find(by.promptId()).map(LlmCalls.LlmCall::completion).orElse(Completion.NONE);
            List<Step> made = signed(
                    node.readCompletion(new Scene(view, old.prefix(at), List.of(), briefing), completion), by, at);
            List<Step> recorded = List.copyOf(steps.subList(at, end));
            if (!made.equals(recorded)) {
                differences.add(new Difference(at, by.agent(), by.node(), recorded, made));
            }
            for (Step step : made) {
                anew = anew.append(step);
            }
            at = end;
        }
        return new Reuse(anew, differences);
    }

    private static Node node(NodeAgent agent, View view, StepMetadata by) {
        NodeAgent active = agent.along(view.agent()).getLast();
        return active.nodes().stream()
                .filter(node -> node.name().equals(by.node()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The tape has steps of node (%s) of agent (%s), which has no such node, only (%s)."
                                .formatted(
                                        by.node(),
                                        by.agent(),
                                        String.join(
                                                ", ",
                                                active.nodes().stream()
                                                        .map(Node::name)
                                                        .toList()))));
    }

    private static int runEnd(List<Step> steps, int from) {
        String run = steps.get(from).metadata().promptId();
        int end = from + 1;
        while (end < steps.size()
                && !run.isEmpty()
                && steps.get(end).metadata().promptId().equals(run)) {
            end++;
        }
        return end;
    }

    private static List<Step> signed(List<Step> made, StepMetadata by, int from) {
        List<Step> all = made.isEmpty() ? List.of(new Step.Pass(by)) : made;
        List<Step> signed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            signed.add(Signed.step(all.get(i), by.withId(Integer.toString(from + i))));
        }
        return signed;
    }

    /** The first difference, for messages. */
    public Optional<Difference> first() {
        return differences.stream().findFirst();
    }
}
