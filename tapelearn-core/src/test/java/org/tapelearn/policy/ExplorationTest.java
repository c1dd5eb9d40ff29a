package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.environment.Episode;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;

/** What failed just before is tried less, the call most of all. */
class ExplorationTest {
    private static final int ATTEMPTS = 400;
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    private static final ToolCall LOOK = ToolCall.of("look");

    @Test
    void turnsAwayFromACallThatFailed() {
        double before = share(List.of());
        double after = share(Collections.nCopies(8, List.of(LOOK, LOOK)));
        assertThat(before).isGreaterThan(0.05);
        assertThat(after).isLessThan(before / 4);
    }

    @Test
    void turnsAwayFromAToolThatFailedWithOtherArguments() {
        List<ToolCall> same = sameTool();
        ToolCall failed = same.getFirst();
        ToolCall other = same.getLast();
        double before = share(other, List.of());
        double after = share(other, Collections.nCopies(16, List.of(failed, LOOK)));
        assertThat(before).isGreaterThan(0.01);
        assertThat(after).isLessThan(before / 2);
    }

    @Test
    void isIndifferentToWhatFailedElsewhere() {
        assertThat(share(Collections.nCopies(8, List.of()))).isEqualTo(share(List.of()));
    }

    /** Two calls of one tool that the world lists at the start. */
    private static List<ToolCall> sameTool() {
        try (Episode episode = WORLD.open(TASK, 1)) {
            for (ToolCall first : episode.actions()) {
                for (ToolCall second : episode.actions()) {
                    if (first.tool().equals(second.tool()) && !first.equals(second)) {
                        return List.of(first, second);
                    }
                }
            }
        }
        throw new AssertionError("No tool is listed twice.");
    }

    private static double share(List<List<ToolCall>> failed) {
        return share(LOOK, failed);
    }

    private static double share(ToolCall call, List<List<ToolCall>> failed) {
        Agent policy = new EmbeddedPolicy(new Weights(), new Goals(WordMeanings.NONE), 1, 0);
        int chosen = 0;
        for (int seed = 0; seed < ATTEMPTS; seed++) {
            try (Episode episode = WORLD.open(TASK, 1)) {
                Tape tape = Runner.start(new Tape(new TapeMetadata("t", null, "test", 0), List.of()), TASK, episode);
                Briefing briefing = new Briefing(TASK, WORLD.tools(), List.of(), Briefing.Mode.EXPLORE, failed, seed);
                chosen += policy.begin(briefing).act(tape, episode.actions()).equals(call) ? 1 : 0;
            }
        }
        return chosen / (double) ATTEMPTS;
    }
}
