package org.tapelearn.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;

/** The tape of an agent that asked no model, told as a conversation: the task, its calls, and what they were answered. */
final class TapeConversation {
    private final List<ChatMessage> messages = new ArrayList<>();
    private String thought = "";
    private boolean sayable = true;

    private TapeConversation() {}

    /** Returns the conversation; empty where a step cannot be said in one, as the control steps of a team. */
    static Optional<Conversation> of(Tape tape, OfferedTools tools) {
        TapeConversation told = new TapeConversation();
        tape.steps().forEach(told::add);
        List<ChatMessage> named = CallIds.in(told.messages);
        int shown = (int) named.stream().takeWhile(each -> !each.isAgents()).count();
        return told.sayable
                ? Optional.of(new Conversation(named, shown, tools, Conversation.Source.TAPE, "", Usage.NONE, 0))
                : Optional.empty();
    }

    private void add(Step step) {
        switch (step) {
            case Step.User user -> user(user.content());
            case Step.Instructions instructions -> show(Message.of(Message.Role.SYSTEM, instructions.content()));
            case Step.Assistant assistant -> say(assistant.content(), List.of());
            case Step.Thought said -> thought = thought.isEmpty() ? said.content() : thought + "\n" + said.content();
            case Step.Action action -> say(thought, List.of(new ToolRequest(action.answerId(), action.call())));
            case Step.Calls several ->
                say(
                        thought,
                        several.calls().stream()
                                .map(named -> new ToolRequest(named.id(), named.call()))
                                .collect(Collectors.toList()));
            case Step.Observation seen -> observe(seen);
            case Step.Answer answer -> say(answer.answer(), List.of());
            case Step.Final end -> {
                if (end.kind().equals("final_step") && !end.reason().isBlank()) {
                    say(end.reason(), List.of());
                }
            }
            case Step.ExecutionFailure failure -> user("This failed: " + failure.error());
            case Step.NextNode next -> {}
            case Step.Pass pass -> {}
            case Step.ParsingFailure failure -> sayable = false;
            case Step.Call call -> sayable = false;
            case Step.Respond respond -> sayable = false;
            case Step.Broadcast all -> sayable = false;
            case Step.Custom custom -> sayable = false;
            case Step.Unknown unknown -> sayable = false;
        }
    }

    private void say(String text, List<ToolRequest> requests) {
        boolean empty = text.isBlank() && requests.isEmpty();
        messages.add(new ChatMessage(Message.asking(text, requests), !empty));
        thought = "";
    }

    private void observe(Step.Observation seen) {
        if (messages.stream().anyMatch(ChatMessage::isAgents)) {
            show(Message.answer(seen.callId(), "", seen.content()));
        } else {
            user(seen.content());
        }
    }

    private void show(Message message) {
        messages.add(ChatMessage.shown(message));
    }

    /** What comes one after the other to the agent is one message: chat templates ask for turns. */
    private void user(String text) {
        if (!messages.isEmpty() && messages.getLast().message().role() == Message.Role.USER) {
            String before = messages.removeLast().message().text();
            show(Message.of(Message.Role.USER, before + "\n\n" + text));
        } else {
            show(Message.of(Message.Role.USER, text));
        }
    }
}
