package org.tapelearn.judge;

import java.util.HexFormat;
import java.util.List;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Judges;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Fence;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.prompt.Template;
import org.tapelearn.prompt.Templates;
import org.tapelearn.run.Rollout;
import org.tapelearn.task.Task;

/**
 * Two judges of one model with different prompts: one looks whether what the task asks for is there, the other looks for what is
 * missing. They must agree. Both see an {@link Exhibit}, fenced as data; never what the agent thought or claimed.
 *
 * @param seed of the fences, which no environment sees
 */
public record JudgePanel(Llm model, Templates templates, long seed) implements Judges {
    private static final List<Template.Kind> PROMPTS = List.of(Template.Kind.JUDGE_OUTCOME, Template.Kind.JUDGE_DOUBT);

    private static final int ANSWER_TOKENS = 300;

    @Override
    public Evaluation judge(Task task, Rollout rollout) {
        Exhibit exhibit = Exhibit.of(task, rollout);
        Opinion first = ask(0, exhibit, rollout);
        Opinion second = ask(1, exhibit, rollout);
        String words = "%s: %s | %s: %s".formatted(first.verdict(), first.reason(), second.verdict(), second.reason());
        return first.verdict() == second.verdict() && first.verdict() != Opinion.Verdict.UNDECIDED
                ? new Evaluation.Weak(first.verdict() == Opinion.Verdict.PASS, words)
                : new Evaluation.Unscored("the judges are undecided: " + words);
    }

    private Opinion ask(int judge, Exhibit exhibit, Rollout rollout) {
        try {
            Completion completion = model.complete(prompt(judge, exhibit, rollout));
            return completion.finish() == Completion.Finish.LENGTH
                    ? new Opinion(Opinion.Verdict.UNDECIDED, "the answer was cut off")
                    : Opinion.read(completion.text());
        } catch (LlmFailure failure) {
            if (failure.kind().pauses()) {
                throw failure;
            }
            return new Opinion(Opinion.Verdict.UNDECIDED, "the model could not be asked: " + failure.getMessage());
        }
    }

    private Prompt prompt(int judge, Exhibit exhibit, Rollout rollout) {
        long own = seed * 1_000_003L + rollout.key().id().hashCode() * 31L + judge;
        Fence fence = Fence.around(own, exhibit.texts());
        List<Message> messages = List.of(
                Message.of(
                        Message.Role.SYSTEM,
                        templates.fill(PROMPTS.get(judge), "open", fence.open(), "close", fence.close())),
                Message.of(
                        Message.Role.USER,
                        templates.fill(
                                Template.Kind.JUDGED,
                                "task",
                                fence.wrap(exhibit.task()),
                                "opening",
                                fence.wrap(exhibit.opening()),
                                "calls",
                                fence.wrap(exhibit.calls()),
                                "state",
                                fence.wrap(exhibit.state()))));
        return new Prompt(messages, List.of())
                .with(Sampling.DEFAULT
                        .withTemperature(0)
                        .withMaxTokens(ANSWER_TOKENS)
                        .withSeed(own))
                .on(new Occasion(Occasion.Purpose.JUDGE, rollout.key().id(), judge));
    }

    /** Tells these judges from others: by the model and by what it is told. */
    public String fingerprint() {
        StringBuilder told = new StringBuilder(model.name());
        PROMPTS.forEach(kind -> told.append('\n').append(templates.of(kind).text()));
        told.append('\n').append(templates.of(Template.Kind.JUDGED).text());
        return HexFormat.of().toHexDigits(mixed(told));
    }

    private static long mixed(CharSequence text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }
}
