package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * Where a better and a worse attempt part: the first call that differs after an equal history of calls and observations.
 *
 * @param call the index of that call, from 0
 * @param better what the better attempt did there; empty when it had ended
 * @param worse what the worse attempt did there; empty when it had ended
 * @param lastObservation what both had just seen; an empty text when nothing
 */
public record FirstDivergence(int call, Optional<ToolCall> better, Optional<ToolCall> worse, String lastObservation) {
    /**
     * Finds where two tapes part. Empty when they never do, and when equal calls were answered differently before any call
     * differed: then the world, not the agent, made the difference.
     */
    public static Optional<FirstDivergence> of(Tape better, Tape worse) {
        Turns left = Turns.of(better);
        Turns right = Turns.of(worse);
        if (!left.opening.equals(right.opening)) {
            return Optional.empty();
        }
        int common = left.common(right);
        Optional<ToolCall> leftCall = left.call(common);
        Optional<ToolCall> rightCall = right.call(common);
        if (leftCall.equals(rightCall)) {
            return Optional.empty();
        }
        return Optional.of(new FirstDivergence(common, leftCall, rightCall, left.lastObservation(common)));
    }

    /** Counts the turns that two tapes share from their start: equal calls with equal answers. */
    static int commonTurns(Tape one, Tape other) {
        return Turns.of(one).common(Turns.of(other));
    }

    /** A call with everything observed until the next. */
    private record Turn(ToolCall call, List<String> observations) {}

    private static final class Turns {
        private final List<String> opening = new ArrayList<>();
        private final List<Turn> turns = new ArrayList<>();

        static Turns of(Tape tape) {
            Turns result = new Turns();
            for (Step step : tape.steps()) {
                switch (step) {
                    case Step.User user -> result.observe(user.content());
                    case Step.Observation observation -> result.observe(observation.content());
                    case Step.Action action -> result.turns.add(new Turn(action.call(), new ArrayList<>()));
                    case Step.Thought thought -> {}
                    case Step.Message message -> {}
                    case Step.Calls calls -> {}
                    case Step.Control control -> {}
                    case Step.Stop stop -> {}
                    case Step.Failure failure -> {}
                    case Step.Custom custom -> {}
                    case Step.Unknown unknown -> {}
                }
            }
            return result;
        }

        private void observe(String content) {
            (turns.isEmpty() ? opening : turns.getLast().observations()).add(content);
        }

        int common(Turns other) {
            int shorter = Math.min(turns.size(), other.turns.size());
            for (int i = 0; i < shorter; i++) {
                if (!turns.get(i).equals(other.turns.get(i))) {
                    return i;
                }
            }
            return shorter;
        }

        Optional<ToolCall> call(int index) {
            return index < turns.size() ? Optional.of(turns.get(index).call()) : Optional.empty();
        }

        String lastObservation(int before) {
            List<String> seen = before == 0 ? opening : turns.get(before - 1).observations();
            return seen.isEmpty() ? "" : seen.getLast();
        }
    }
}
