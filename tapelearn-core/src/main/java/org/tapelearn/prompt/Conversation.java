package org.tapelearn.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Scene;
import org.tapelearn.agent.SeveralCalls;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Fence;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.memory.MemoryText;
import org.tapelearn.memory.Recalled;
import org.tapelearn.tape.Step;

/**
 * An attempt so far as the messages of a prompt, fitted to a window. What is left out goes in this order, and is said: old answers
 * of tools, what the environment showed at first, notes from memory, the middle of the newest answer, old turns.
 */
final class Conversation {
    private static final int SHORT_OPENING = 200;

    private final Templates templates;
    private final Briefing briefing;
    private final String task;
    private final List<String> notes;
    private final List<Turn> turns = new ArrayList<>();
    private final Fence fence;
    private String opening;
    private int leftTurns;
    private int leftNotes;

    /** One message of the agent or to it; {@code shown} is data from the environment, which is fenced. */
    private static final class Turn {
        private final Message.Role role;
        private final List<ToolRequest> requests = new ArrayList<>();
        private final boolean shown;
        private final @Nullable ToolRequest answered;
        private String text;

        private Turn(Message.Role role, String text, boolean shown, @Nullable ToolRequest answered) {
            this.role = role;
            this.text = text;
            this.shown = shown;
            this.answered = answered;
        }

        static Turn of(Message.Role role, String text) {
            return new Turn(role, text, false, null);
        }

        /** What the environment showed: the answer to a call, or news. */
        static Turn shown(String text, @Nullable ToolRequest answered) {
            return new Turn(answered == null ? Message.Role.USER : Message.Role.TOOL, text, true, answered);
        }

        boolean isAnswer() {
            return answered != null;
        }
    }

    Conversation(Templates templates, Scene scene) {
        this.templates = templates;
        this.briefing = scene.briefing();
        this.task = briefing.task().words();
        this.notes = new ArrayList<>(briefing.recalled().stream()
                .map(Recalled::item)
                .map(MemoryText::of)
                .toList());
        this.opening = "";
        read(scene.view().steps());
        List<String> ofOthers = new ArrayList<>(notes);
        ofOthers.add(opening);
        turns.forEach(turn -> ofOthers.add(turn.text));
        this.fence = Fence.around(briefing.seed(), ofOthers);
    }

    private void read(List<Step> steps) {
        String said = "";
        Step.@Nullable Action made = null;
        Turn asking = Turn.of(Message.Role.ASSISTANT, "");
        int answered = 0;
        for (Step step : steps) {
            switch (step) {
                case Step.User user -> {
                    if (!user.content().equals(task)) {
                        turns.add(Turn.of(Message.Role.USER, user.content()));
                    }
                }
                case Step.Thought thought -> said = thought.content();
                case Step.Assistant assistant -> turns.add(Turn.of(Message.Role.ASSISTANT, assistant.content()));
                case Step.Action action -> {
                    if (made == null || !SeveralCalls.together(made, action)) {
                        asking = Turn.of(Message.Role.ASSISTANT, said);
                        turns.add(asking);
                        answered = 0;
                    }
                    asking.requests.add(new ToolRequest(action.answerId(), action.call()));
                    said = "";
                    made = action;
                }
                case Step.Observation seen -> {
                    if (turns.isEmpty()) {
                        opening = opening.isEmpty() ? seen.content() : opening + "\n" + seen.content();
                    } else {
                        boolean waits = answered < asking.requests.size();
                        turns.add(Turn.shown(seen.content(), waits ? asking.requests.get(answered++) : null));
                    }
                }
                case Step.ParsingFailure failure -> turns.add(Turn.of(Message.Role.USER, failure.error()));
                case Step.ExecutionFailure failure -> turns.add(Turn.of(Message.Role.USER, failure.error()));
                default -> {}
            }
        }
    }

    /** Returns the messages, which together with the tools' schemas have so many tokens at most. */
    List<Message> within(int tokens) {
        int room = tokens - Tokens.of(briefing.tools());
        List<Message> whole = messages();
        if (size(whole) <= room) {
            return whole;
        }
        for (int i = 0; i < turns.size() && size() > room; i++) {
            if (turns.get(i).isAnswer() && i < turns.size() - 1) {
                leaveOut(turns.get(i));
            }
        }
        if (size() > room) {
            opening = Tokens.cut(opening, Math.max(SHORT_OPENING, Tokens.of(opening) - (size() - room)));
        }
        while (size() > room && !notes.isEmpty()) {
            notes.removeLast();
            leftNotes++;
        }
        if (size() > room && !turns.isEmpty()) {
            Turn newest = turns.getLast();
            newest.text = Tokens.cut(newest.text, Math.max(SHORT_OPENING, Tokens.of(newest.text) - (size() - room)));
        }
        while (size() > room && turns.size() > 2) {
            dropOldest();
        }
        if (size() > room) {
            throw new PrerequisiteException("""
                The prompt for this task has at least %d tokens with its tools, but the window has room for %d.
                Give the model a larger window (llm.context_tokens), or fewer tools.\
                """.formatted(size() + Tokens.of(briefing.tools()), tokens));
        }
        return messages();
    }

    private static void leaveOut(Turn turn) {
        String note = "[an answer of %d characters is left out to fit the window; call again if it is needed]"
                .formatted(turn.text.length());
        if (note.length() < turn.text.length()) {
            turn.text = note;
        }
    }

    /** Drops the oldest message, and the answers that it asked for. */
    private void dropOldest() {
        turns.removeFirst();
        leftTurns++;
        while (turns.size() > 1 && turns.getFirst().isAnswer()) {
            turns.removeFirst();
        }
    }

    private int size() {
        return size(messages());
    }

    private static int size(List<Message> messages) {
        return messages.stream().mapToInt(Tokens::of).sum();
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(
                Message.Role.SYSTEM,
                templates.fill(
                        Template.Kind.SYSTEM,
                        "open",
                        fence.open(),
                        "close",
                        fence.close(),
                        "guidance",
                        templates.fill(Template.Kind.GUIDANCE))));
        messages.add(Message.of(Message.Role.USER, first()));
        for (Turn turn : turns) {
            messages.add(message(turn));
        }
        return messages;
    }

    private String first() {
        String recalled = notes.isEmpty()
                ? ""
                : templates.fill(
                        Template.Kind.MEMORY, "items", fence.wrap(notes.stream().collect(Collectors.joining("\n"))));
        String text = templates.fill(
                Template.Kind.TASK,
                "task",
                task,
                "memory",
                recalled,
                "opening",
                opening.isEmpty() ? "" : fence.wrap(opening));
        return text + left(leftNotes, "of the notes from earlier attempts") + left(leftTurns, "earlier turns");
    }

    private static String left(int count, String what) {
        return count == 0 ? "" : "\n\n[%d %s are left out to fit the window]".formatted(count, what);
    }

    private Message message(Turn turn) {
        String text = turn.shown ? fence.wrap(turn.text) : turn.text;
        if (turn.answered != null) {
            return Message.answer(turn.answered.id(), turn.answered.call().tool(), text);
        }
        return turn.requests.isEmpty() ? Message.of(turn.role, text) : Message.asking(text, turn.requests);
    }
}
