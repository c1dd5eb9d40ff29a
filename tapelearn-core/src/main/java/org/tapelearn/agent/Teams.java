package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/** Agents whose nodes do nothing but let others act. */
public final class Teams {
    private Teams() {}

    /** Calls its members one after the other: the first with the task's words, each other with what the one before left. */
    public static NodeAgent chain(String name, NodeAgent... members) {
        List<Node> nodes = new ArrayList<>();
        for (NodeAgent member : members) {
            nodes.add(Flow.call("call_" + member.name(), member.name(), Teams::lastWords));
        }
        return NodeAgent.of(name, nodes.toArray(Node[]::new)).calling(members);
    }

    /** Tells all members the task, then lets each act once, in order; every one sees the task and its own steps. */
    public static NodeAgent broadcast(String name, NodeAgent... members) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Flow.broadcast(
                "tell",
                Arrays.stream(members).map(NodeAgent::name).toList(),
                scene -> scene.briefing().task().words()));
        for (NodeAgent member : members) {
            nodes.add(Flow.call("call_" + member.name(), member.name(), scene -> ""));
        }
        return NodeAgent.of(name, nodes.toArray(Node[]::new)).calling(members);
    }

    /** Lets a model of the name "default" choose who acts, again and again, until it says that all is done. */
    public static NodeAgent select(String name, String guidance, NodeAgent... members) {
        List<String> names = Arrays.stream(members).map(NodeAgent::name).toList();
        return NodeAgent.of(name, new SelectNode("select", "default", guidance, names))
                .calling(members);
    }

    /** As {@link #select(String, String, NodeAgent...)}, where a rule chooses; it names a member, or nobody when all is done. */
    public static NodeAgent select(String name, Function<Scene, String> rule, NodeAgent... members) {
        Node select = Flow.rule("select", scene -> {
            String chosen = rule.apply(scene);
            return chosen.isEmpty()
                    ? List.of(new Step.Final(StepMetadata.of(""), SelectNode.DONE))
                    : List.of(
                            new Step.NextNode(StepMetadata.of(""), "select"),
                            new Step.Call(
                                    StepMetadata.of(""),
                                    chosen,
                                    scene.briefing().task().words()));
        });
        return NodeAgent.of(name, select).calling(members);
    }

    private static String lastWords(Scene scene) {
        return scene.view()
                .lastOutput()
                .map(Teams::words)
                .filter(words -> !words.isEmpty())
                .orElseGet(() -> scene.briefing().task().words());
    }

    private static String words(Step step) {
        return switch (step) {
            case Step.User user -> user.content();
            case Step.Message message -> message.content();
            case Step.Thought thought -> thought.content();
            case Step.Observation seen -> seen.content();
            case Step.Answer answer -> answer.answer();
            default -> "";
        };
    }
}
