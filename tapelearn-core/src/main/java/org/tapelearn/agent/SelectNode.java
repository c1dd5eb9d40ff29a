package org.tapelearn.agent;

import java.util.List;
import java.util.Optional;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/**
 * Lets a model choose who acts next: it answers with a subagent's name, which is called with the task's words, or with {@value #DONE}.
 *
 * @param guidance what the model is told first
 * @param members whom it may choose
 */
public record SelectNode(String name, String model, String guidance, List<String> members) implements Node {
    /** What a model says when nobody is needed any more. */
    public static final String DONE = "done";

    private static final StepMetadata BLANK = StepMetadata.of("");

    public SelectNode {
        members = List.copyOf(members);
    }

    @Override
    public Prompt makePrompt(Scene scene) {
        List<Message> messages =
                Transcript.of(guidance, scene.view(), scene.briefing().seed());
        messages.add(Message.of(
                Message.Role.USER,
                "Who goes on? Answer with one word: %s or %s.".formatted(String.join(", ", members), DONE)));
        return new Prompt(messages, List.of());
    }

    @Override
    public List<Step> readCompletion(Scene scene, Completion completion) {
        String word = completion.text().strip();
        if (word.equalsIgnoreCase(DONE)) {
            return List.of(new Step.Final(BLANK, DONE));
        }
        Optional<String> chosen =
                members.stream().filter(member -> member.equalsIgnoreCase(word)).findFirst();
        return chosen.<List<Step>>map(member -> List.of(
                        new Step.NextNode(BLANK, name),
                        new Step.Call(BLANK, member, scene.briefing().task().words())))
                .orElseGet(() -> List.of(
                        new Step.ParsingFailure(
                                BLANK,
                                "one of (%s, %s) was expected".formatted(String.join(", ", members), DONE),
                                completion.text()),
                        new Step.NextNode(BLANK, name)));
    }
}
