package org.tapelearn.agent;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/** Nodes that steer: they ask no model, and what they decide is on the tape. */
public final class Flow {
    private static final StepMetadata BLANK = StepMetadata.of("");

    private Flow() {}

    /** Goes on with another node. */
    public static Node goTo(String name, String target) {
        return new Rule(name, scene -> List.of(new Step.NextNode(BLANK, target)));
    }

    /** Goes on with one node where the view is so, and with another where it is not. */
    public static Node when(String name, Predicate<View> condition, String then, String otherwise) {
        return new Rule(
                name, scene -> List.of(new Step.NextNode(BLANK, condition.test(scene.view()) ? then : otherwise)));
    }

    /** Goes back to a node so many times, and then on to the node after this one. */
    public static Node loop(String name, String body, int times) {
        return new Rule(
                name,
                scene -> scene.view().runs(name) < times
                        ? List.of(new Step.NextNode(BLANK, body))
                        : List.of(new Step.Pass(BLANK)));
    }

    /** Adds the same steps whenever it runs. */
    public static Node fixed(String name, Step... steps) {
        List<Step> always = List.of(steps);
        return new Rule(name, scene -> always);
    }

    /** Calls a subagent with words made from what is seen. */
    public static Node call(String name, String subagent, Function<Scene, String> words) {
        return call(name, scene -> subagent, words);
    }

    /** Calls the subagent that a function names. */
    public static Node call(String name, Function<Scene, String> subagent, Function<Scene, String> words) {
        return new Rule(name, scene -> List.of(new Step.Call(BLANK, subagent.apply(scene), words.apply(scene))));
    }

    /** Tells other agents the same: those at work see it at once, others when they are called. */
    public static Node broadcast(String name, List<String> to, Function<Scene, String> words) {
        return new Rule(
                name,
                scene -> List.of(new Step.Broadcast(
                        BLANK, words.apply(scene), scene.view().name(), to)));
    }

    /** Goes back to the caller, who gets this agent's last step that says something. */
    public static Node respond(String name) {
        return new Rule(name, scene -> List.of(new Step.Respond(BLANK, "", true)));
    }

    /** Goes back to the caller with words alone. */
    public static Node respond(String name, Function<Scene, String> words) {
        return new Rule(name, scene -> List.of(new Step.Respond(BLANK, words.apply(scene), false)));
    }

    /** A node that decides by a function of what is seen. */
    public static Node rule(String name, Function<Scene, List<Step>> steps) {
        return new Rule(name, steps);
    }

    private record Rule(String name, Function<Scene, List<Step>> steps) implements Node {
        @Override
        public List<Step> readCompletion(Scene scene, Completion completion) {
            return steps.apply(scene);
        }
    }
}
