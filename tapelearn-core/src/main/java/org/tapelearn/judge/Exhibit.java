package org.tapelearn.judge;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.task.Task;

/**
 * What judges see of an attempt: the task, what was shown at first, the calls with their answers, and the state that was left. What the
 * agent thought, said and claimed beside its calls is no part of it.
 */
record Exhibit(String task, String opening, String calls, String state) {
    private static final int ANSWER_SHOWN = 1_500;
    private static final int STATE_SHOWN = 4_000;

    static Exhibit of(Task task, Rollout rollout) {
        String opening = "";
        String state = "";
        List<String> calls = new ArrayList<>();
        int number = 0;
        for (Step step : rollout.tape().steps()) {
            if (step instanceof Step.Action action) {
                calls.add("%d. %s".formatted(++number, cut(action.call().toString(), ANSWER_SHOWN)));
            } else if (step instanceof Step.Observation seen) {
                if (seen.metadata().node().equals(Runner.STATE)) {
                    state = cut(seen.content(), STATE_SHOWN);
                } else if (number == 0) {
                    opening = cut(seen.content(), STATE_SHOWN);
                } else {
                    calls.add((seen.error() ? "   error: " : "   answer: ") + cut(seen.content(), ANSWER_SHOWN));
                }
            }
        }
        return new Exhibit(
                task.words(),
                opening.isEmpty() ? "(nothing)" : opening,
                calls.isEmpty() ? "(no call)" : String.join("\n", calls),
                state.isEmpty() ? "(not recorded; the calls and their answers are all there is)" : state);
    }

    private static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : "%s ... [%d more characters]".formatted(text.substring(0, most), text.length() - most);
    }

    /** All of it that others wrote. */
    List<String> texts() {
        return List.of(task, opening, calls, state);
    }
}
