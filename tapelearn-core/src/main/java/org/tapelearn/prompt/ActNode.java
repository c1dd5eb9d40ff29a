package org.tapelearn.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.agent.Node;
import org.tapelearn.agent.Scene;
import org.tapelearn.agent.SeveralCalls;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/**
 * Shows a model the task, what was recalled for it and what happened so far, and makes the calls that it asks for, one after the
 * other. Whatever cannot be acted on is a step that tells the model how to go on; then none of the answer's calls is made.
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
        if (!waiting(scene).isEmpty()) {
            return Prompt.NONE;
        }
        Conversation conversation = new Conversation(templates, scene);
        return new Prompt(
                        conversation.within(settings.promptTokens()),
                        scene.briefing().tools())
                .with(settings.sampling());
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
        List<Step> waiting = waiting(scene);
        if (!waiting.isEmpty()) {
            return waiting;
        }
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
        Optional<ToolCall> unknown = completion.calls().stream()
                .filter(call -> tools.stream().noneMatch(tool -> tool.name().equals(call.tool())))
                .findFirst();
        if (unknown.isPresent()) {
            return again(
                    "there is no tool (%s), only: %s".formatted(unknown.get().tool(), names(tools)),
                    unknown.get().toString());
        }
        return acting(completion);
    }

    private static List<Step> waiting(Scene scene) {
        return SeveralCalls.next(scene.view(), NAME, NAME);
    }

    private static List<Step> acting(Completion completion) {
        List<Step> steps = new ArrayList<>();
        if (!completion.text().isBlank()) {
            steps.add(new Step.Thought(BLANK, completion.text()));
        }
        steps.add(new Step.NextNode(BLANK, NAME));
        steps.add(SeveralCalls.first(completion.requests()));
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
