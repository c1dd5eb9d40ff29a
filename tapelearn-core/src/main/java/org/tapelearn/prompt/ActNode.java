package org.tapelearn.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.agent.Node;
import org.tapelearn.agent.Scene;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/**
 * Shows a model the task, what was recalled for it and what happened so far, and makes the call that it asks for. One call a turn:
 * of several the first is made, and the model is told that the others were not. Whatever cannot be acted on is a step that tells
 * the model how to go on.
 */
record ActNode(Templates templates, LlmAgent.Settings settings) implements Node {
    private static final String NAME = "act";
    private static final int QUOTED = 2_000;
    private static final StepMetadata BLANK = StepMetadata.of("");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Prompt makePrompt(Scene scene) {
        Conversation conversation = new Conversation(templates, scene);
        return new Prompt(
                        conversation.within(settings.promptTokens()),
                        scene.briefing().tools())
                .with(settings.sampling());
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
        List<ToolSpec> tools = scene.briefing().tools();
        if (completion.finish() == Completion.Finish.REFUSED) {
            return again(
                    "the answer was refused; go on with the task, or end it with an answer that says what cannot be"
                            + " done",
                    completion.text());
        }
        if (completion.finish() == Completion.Finish.LENGTH) {
            return again(
                    "the answer was cut off after %d tokens; give a shorter one, with the call first"
                            .formatted(settings.answerTokens()),
                    completion.text());
        }
        if (completion.requests().isEmpty()) {
            return completion.text().isBlank()
                    ? again("a call was expected, but the answer is empty; call one of: " + names(tools), "")
                    : withoutCall(tools, completion.text());
        }
        Optional<ToolRequest> unread = completion.requests().stream()
                .filter(request -> !request.isReadable())
                .findFirst();
        if (unread.isPresent()) {
            return again(
                    "the arguments of (%s) are no JSON object; write them as {\"name\": \"value\"}"
                            .formatted(unread.get().call().tool()),
                    unread.get().unread());
        }
        ToolCall first = completion.calls().getFirst();
        if (tools.stream().noneMatch(tool -> tool.name().equals(first.tool()))) {
            return again("there is no tool (%s), only: %s".formatted(first.tool(), names(tools)), first.toString());
        }
        return acting(
                completion.text(),
                first,
                completion.calls().subList(1, completion.calls().size()));
    }

    private static List<Step> acting(String thought, ToolCall call, List<ToolCall> others) {
        List<Step> steps = new ArrayList<>();
        if (!thought.isBlank()) {
            steps.add(new Step.Thought(BLANK, thought));
        }
        if (!others.isEmpty()) {
            String left = others.stream().map(ToolCall::toString).collect(Collectors.joining("; "));
            steps.add(new Step.ParsingFailure(
                    BLANK,
                    "one call at a time: only the first was made; ask again for what is still needed",
                    cut(left)));
        }
        steps.add(new Step.NextNode(BLANK, NAME));
        steps.add(new Step.Action(BLANK, call));
        return steps;
    }

    /** What it says ends the attempt where no tool does; otherwise it is told how to go on. */
    private List<Step> withoutCall(List<ToolSpec> tools, String text) {
        Optional<ToolSpec> ending = tools.stream()
                .filter(tool -> tool.effect() == ToolSpec.Effect.ENDS)
                .findFirst();
        if (ending.isEmpty()) {
            return List.of(new Step.Assistant(BLANK, text));
        }
        return List.of(
                new Step.Assistant(BLANK, text),
                new Step.ParsingFailure(
                        BLANK,
                        templates.fill(
                                Template.Kind.NO_CALL,
                                "tools",
                                names(tools),
                                "ending",
                                ending.get().name()),
                        ""),
                new Step.NextNode(BLANK, NAME));
    }

    private static List<Step> again(String mistake, String answer) {
        return List.of(new Step.ParsingFailure(BLANK, mistake, cut(answer)), new Step.NextNode(BLANK, NAME));
    }

    private static String cut(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + " ...";
    }

    private static String names(List<ToolSpec> tools) {
        return tools.stream().map(ToolSpec::name).collect(Collectors.joining(", "));
    }
}
