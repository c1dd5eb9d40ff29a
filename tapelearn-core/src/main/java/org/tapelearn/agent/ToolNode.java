package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tool.ToolSpec;

/**
 * Shows a model the agent's view and the environment's tools, and makes the call that it asks for. A text without a call is what the
 * agent says, and its next node follows. One call a turn: of several only the first is made, since the model sees its answer before
 * it asks again.
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
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Message.Role.SYSTEM, guidance));
        messages.addAll(Transcript.of(scene.view()));
        return new Prompt(messages, scene.briefing().tools());
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
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
        String tool = completion.calls().getFirst().tool();
        List<String> offered =
                scene.briefing().tools().stream().map(ToolSpec::name).toList();
        if (!offered.isEmpty() && !offered.contains(tool)) {
            steps.add(new Step.ParsingFailure(
                    BLANK,
                    "there is no tool (%s), only: %s".formatted(tool, String.join(", ", offered)),
                    completion.calls().getFirst().toString()));
            steps.add(new Step.NextNode(BLANK, name));
            return steps;
        }
        if (!completion.text().isBlank()) {
            steps.add(new Step.Thought(BLANK, completion.text()));
        }
        steps.add(new Step.NextNode(BLANK, next));
        steps.add(new Step.Action(BLANK, completion.calls().getFirst()));
        return steps;
    }
}
