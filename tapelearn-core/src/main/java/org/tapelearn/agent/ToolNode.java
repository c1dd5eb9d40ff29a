package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/**
 * Shows a model the agent's view and the environment's tools, and makes the call that it asks for. A text without a call is what the
 * agent says, and its next node follows. Several calls of one answer are made one after the other.
 *
 * @param guidance what the model is told first
 * @param next the node after a call's answer; this one itself goes on until the model asks for no call
 */
public record ToolNode(String name, String model, String guidance, String next) implements Node {
    private static final StepMetadata BLANK = StepMetadata.of("");

    /** A node of this name that goes on with calls until the model says something, and asks the default model. */
    public static ToolNode of(String name, String guidance) {
        return new ToolNode(name, "default", guidance, name);
    }

    @Override
    public Prompt makePrompt(Scene scene) {
        if (!waiting(scene).isEmpty()) {
            return Prompt.NONE;
        }
        return new Prompt(
                Transcript.of(guidance, scene.view(), scene.briefing().seed()),
                scene.briefing().tools());
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
        List<Step> waiting = waiting(scene);
        if (!waiting.isEmpty()) {
            return waiting;
        }
        List<Step> steps = new ArrayList<>();
        Optional<ToolRequest> unread = completion.requests().stream()
                .filter(request -> !request.isReadable())
                .findFirst();
        if (unread.isPresent()) {
            steps.add(new Step.ParsingFailure(
                    BLANK,
                    "the arguments of a call of (%s) are no JSON object"
                            .formatted(unread.get().call().tool()),
                    unread.get().unread()));
            steps.add(new Step.NextNode(BLANK, name));
            return steps;
        }
        if (completion.calls().isEmpty()) {
            if (completion.text().isBlank()) {
                steps.add(new Step.ParsingFailure(BLANK, "a call or a text was expected, but the answer is empty", ""));
                steps.add(new Step.NextNode(BLANK, name));
            } else {
                steps.add(new Step.Assistant(BLANK, completion.text()));
            }
            return steps;
        }
        List<String> offered =
                scene.briefing().tools().stream().map(ToolSpec::name).toList();
        Optional<ToolCall> unknown = completion.calls().stream()
                .filter(call -> !offered.isEmpty() && !offered.contains(call.tool()))
                .findFirst();
        if (unknown.isPresent()) {
            steps.add(new Step.ParsingFailure(
                    BLANK,
                    "there is no tool (%s), only: %s".formatted(unknown.get().tool(), String.join(", ", offered)),
                    unknown.get().toString()));
            steps.add(new Step.NextNode(BLANK, name));
            return steps;
        }
        if (!completion.text().isBlank()) {
            steps.add(new Step.Thought(BLANK, completion.text()));
        }
        steps.add(new Step.NextNode(BLANK, completion.calls().size() > 1 ? name : next));
        steps.add(SeveralCalls.first(completion.requests()));
        return steps;
    }

    private List<Step> waiting(Scene scene) {
        return SeveralCalls.next(scene.view(), name, next);
    }
}
