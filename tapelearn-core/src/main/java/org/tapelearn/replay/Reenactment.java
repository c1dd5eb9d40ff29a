package org.tapelearn.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/** Takes the steps of a recorded tape one after the other: makes its calls in an episode and compares the answers. */
final class Reenactment {
    private final Task task;
    private final Episode episode;
    private int next;
    private boolean opened;
    private boolean ended;
    private final Deque<Made> unanswered = new ArrayDeque<>();

    private record Made(ToolCall call, Transition answer) {}

    Reenactment(Task task, Episode episode) {
        this.task = task;
        this.episode = episode;
    }

    /** Tells whether a call has ended the episode. */
    boolean ended() {
        return ended;
    }

    /** Takes the next step of the tape; says where the environment shows something else. The agent's own steps are its affair. */
    Optional<Replay.Differs> take(Step step) {
        int number = ++next;
        try {
            return switch (step) {
                case Step.User user ->
                    number == 1 ? compare(number, "the task's words", user.content(), task.words()) : same();
                case Step.Action action -> make(number, action.call());
                case Step.Calls several -> {
                    Optional<Replay.Differs> differs = same();
                    for (Step.NamedCall named : several.calls()) {
                        differs = differs.or(() -> make(number, named.call()));
                    }
                    yield differs;
                }
                case Step.Observation observation -> look(number, observation);
                case Step.Thought thought -> same();
                case Step.Message message -> same();
                case Step.Control control -> same();
                case Step.Stop stop -> same();
                case Step.Failure failure -> same();
                case Step.Custom custom -> same();
                case Step.Unknown unknown -> same();
            };
        } catch (EnvironmentFault fault) {
            return Optional.of(new Replay.Differs(
                    number, "the environment broke", "an answer", String.valueOf(fault.getMessage())));
        }
    }

    private Optional<Replay.Differs> make(int number, ToolCall made) {
        if (ended) {
            return Optional.of(new Replay.Differs(
                    number, "the environment had ended before this call", made.toString(), "the end"));
        }
        Transition answer = episode.step(made);
        unanswered.add(new Made(made, answer));
        ended = answer.ended();
        return same();
    }

    private Optional<Replay.Differs> look(int number, Step.Observation recorded) {
        Made made = unanswered.poll();
        if (made == null && !opened) {
            opened = true;
            return compare(number, "what is seen at once", recorded.content(), episode.opening());
        }
        if (made == null) {
            return Optional.of(
                    new Replay.Differs(number, "an answer that no call asked for", recorded.content(), "nothing"));
        }
        return compare(
                number,
                "the answer to " + made.call(),
                answer(recorded.content(), recorded.error()),
                answer(made.answer().observation(), made.answer().error()));
    }

    private static String answer(String text, boolean error) {
        return error ? "refused: " + text : text;
    }

    private static Optional<Replay.Differs> compare(int number, String what, String expected, String found) {
        return expected.equals(found) ? same() : Optional.of(new Replay.Differs(number, what, expected, found));
    }

    private static Optional<Replay.Differs> same() {
        return Optional.empty();
    }
}
