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
    void isIndifferentToWhatFailedElsewhere() {
        assertThat(share(Collections.nCopies(8, List.of()))).isEqualTo(share(List.of()));
    }

    private static double share(List<List<ToolCall>> failed) {
        Agent policy = new EmbeddedPolicy(new Weights(), 1, 0);
        int looks = 0;
        for (int seed = 0; seed < ATTEMPTS; seed++) {
            try (Episode episode = WORLD.open(TASK, 1)) {
                Tape tape = Runner.start(new Tape(new TapeMetadata("t", null, "test", 0), List.of()), TASK, episode);
                Briefing briefing = new Briefing(TASK, WORLD.tools(), List.of(), Briefing.Mode.EXPLORE, failed, seed);
                looks += policy.begin(briefing).act(tape, episode.actions()).equals(LOOK) ? 1 : 0;
            }
        }
        return looks / (double) ATTEMPTS;
    }
}
