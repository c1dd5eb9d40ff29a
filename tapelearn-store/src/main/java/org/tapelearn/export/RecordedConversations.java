package org.tapelearn.export;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.store.LlmCallRecord;

/**
 * The model calls of an attempt as conversations. Calls belong to one conversation while each was sent the messages of the one before, its
 * answer exactly, and more; where a prompt was fitted to the window, or shows an answer in other words, another conversation
 * begins. So each answer is trained on once, behind the very messages that it answered.
 */
final class RecordedConversations {
    private final List<Conversation> done = new ArrayList<>();
    private final List<ChatMessage> messages = new ArrayList<>();
    private int shown;
    private Usage usage = Usage.NONE;
    private double dollars;

    private RecordedConversations() {}

    /** Returns the conversations in their order; none where the calls say nothing of how the agent acted. */
    static List<Conversation> of(List<LlmCallRecord> calls) {
        List<LlmCallRecord> acts = calls.stream()
                .filter(call -> call.purpose().equals(Purpose.ACT.label())
                        && call.failure().isEmpty())
                .toList();
        RecordedConversations made = new RecordedConversations();
        for (int i = 0; i < acts.size(); i++) {
            made.add(acts.get(i), i == 0 ? null : acts.get(i - 1));
        }
        if (!acts.isEmpty()) {
            made.end(acts.getLast());
        }
        return made.done;
    }

    private void add(LlmCallRecord call, @Nullable LlmCallRecord before) {
        if (before != null && !goesOn(before, call)) {
            end(before);
        }
        int known = messages.size();
        if (known == 0) {
            call.messages().forEach(message -> messages.add(ChatMessage.shown(message)));
            shown = messages.size();
        } else {
            Message echo = call.messages().get(known - 1);
            messages.set(
                    known - 1, new ChatMessage(echo, messages.get(known - 1).train()));
            call.messages()
                    .subList(known, call.messages().size())
                    .forEach(message -> messages.add(ChatMessage.shown(message)));
        }
        messages.add(answer(call.completion()));
        usage = usage.plus(call.completion().usage());
        dollars += call.dollars();
    }

    /** Tells whether the second call was sent all of the first, and its answer as it was given. */
    private boolean goesOn(LlmCallRecord before, LlmCallRecord call) {
        int known = before.messages().size();
        return call.model().equals(before.model())
                && call.tools().equals(before.tools())
                && call.messages().size() > known
                && call.messages().subList(0, known).equals(before.messages())
                && saysThe(call.messages().get(known), before.completion());
    }

    private static boolean saysThe(Message message, Completion answer) {
        return message.role() == Message.Role.ASSISTANT
                && (message.text().equals(answer.text())
                        || (message.text().isBlank() && answer.text().isBlank()))
                && message.calls()
                        .equals(answer.requests().stream()
                                .map(ToolRequest::call)
                                .toList())
                && answer.requests().stream().allMatch(ToolRequest::isReadable);
    }

    /** Nobody should learn to say what was refused, cut off or garbled. */
    private static ChatMessage answer(Completion completion) {
        boolean whole = switch (completion.finish()) {
            case STOP, CALLS -> completion.requests().stream().allMatch(ToolRequest::isReadable);
            case LENGTH, REFUSED -> false;
        };
        boolean empty = completion.text().isBlank() && completion.requests().isEmpty();
        return new ChatMessage(Message.asking(completion.text(), completion.requests()), whole && !empty);
    }

    private void end(LlmCallRecord last) {
        done.add(new Conversation(
                CallIds.in(messages),
                shown,
                OfferedTools.parse(last.tools()),
                Conversation.Source.MODEL_CALLS,
                last.model(),
                usage,
                dollars));
        messages.clear();
        usage = Usage.NONE;
        dollars = 0;
    }
}
