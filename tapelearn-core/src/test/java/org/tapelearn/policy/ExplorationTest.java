package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Trails;
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
    private static final TapeMetadata TAPE = new TapeMetadata("t", null, "test", 0);
    private static final Agent UNTAUGHT = policy(new EmbeddedPolicy.Exploring(1, 0, 0), new Weights());

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

    @Test
    void isWarmerAfterFailuresSoThatWhatItLearnedBindsLess() {
        Agent taught = policy(new EmbeddedPolicy.Exploring(1, 0.5, 0), taughtToLook());
        double before = share(taught, LOOK, List.of(), Map.of());
        double after = share(taught, LOOK, Collections.nCopies(20, List.of()), Map.of());
        assertThat(before).isGreaterThan(0.9);
        assertThat(after).isLessThan(before - 0.2);
        Agent cold = policy(new EmbeddedPolicy.Exploring(1, 0, 0), taughtToLook());
        assertThat(share(cold, LOOK, Collections.nCopies(20, List.of()), Map.of()))
                .isEqualTo(share(cold, LOOK, List.of(), Map.of()));
    }

    @Test
    void takesWaysThatWereTroddenInVainLess() {
        double before = share(UNTAUGHT, LOOK, List.of(), Map.of());
        assertThat(share(UNTAUGHT, LOOK, List.of(), Map.of("look", 30.0))).isLessThan(before / 4);
        assertThat(share(UNTAUGHT, LOOK, List.of(), Map.of("wait>look", 30.0))).isEqualTo(before);
    }

    @Test
    void followsTheWaysOfSuccessesAgainstWhatOtherFamiliesTaught() {
        Agent taught = policy(new EmbeddedPolicy.Exploring(1, 0, 0), taughtToLook());
        ToolCall other = sameTool().getFirst();
        Trails followed = new Trails(Map.of(), Map.of(other.tool(), 3.0));
        Trails elsewhere = new Trails(Map.of(), Map.of("sing", 3.0));
        double before = share(taught, LOOK, List.of(), Trails.NONE);
        assertThat(share(taught, LOOK, List.of(), followed)).isLessThan(before - 0.2);
        assertThat(share(UNTAUGHT, other, List.of(), followed))
                .isGreaterThan(1.5 * share(UNTAUGHT, other, List.of(), Trails.NONE));
        assertThat(share(taught, LOOK, List.of(), elsewhere)).isEqualTo(before);
    }

    /** Weights that prefer looking at the start. */
    private static Weights taughtToLook() {
        Weights weights = new Weights();
        try (Episode episode = WORLD.open(TASK, 1)) {
            List<ToolCall> actions = episode.actions();
            Situation situation = new Situation(
                    new Goals(WordMeanings.NONE).of(TASK.description()),
                    new ToolShapes(WORLD.tools()),
                    Remembered.nothing());
            Tape tape = Runner.start(new Tape(TAPE, List.of()), TASK, episode);
            Choice choice =
                    Describer.choice(situation, situation.look(tape, actions), weights, EnumSet.of(Reading.WORDS));
            for (int i = 0; i < 60; i++) {
                double[] probabilities = Choice.softmax(choice.logits(weights, Reading.WORDS), 1);
                choice.climb(weights, Reading.WORDS, probabilities, actions.indexOf(LOOK), 1, 0.1);
            }
        }
        return weights;
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
        return share(UNTAUGHT, call, failed, Map.of());
    }

    private static Agent policy(EmbeddedPolicy.Exploring exploring, Weights weights) {
        return new EmbeddedPolicy(weights, new Goals(WordMeanings.NONE), exploring, false);
    }

    private static double share(Agent policy, ToolCall call, List<List<ToolCall>> failed, Map<String, Double> trodden) {
        return share(policy, call, failed, new Trails(trodden, Map.of()));
    }

    private static double share(Agent policy, ToolCall call, List<List<ToolCall>> failed, Trails trails) {
        int chosen = 0;
        for (int seed = 0; seed < ATTEMPTS; seed++) {
            try (Episode episode = WORLD.open(TASK, 1)) {
                Tape tape = Runner.start(new Tape(TAPE, List.of()), TASK, episode);
                Briefing briefing =
                        new Briefing(TASK, WORLD.tools(), List.of(), Briefing.Mode.EXPLORE, failed, trails, seed);
                chosen += policy.begin(briefing).act(tape, episode.actions()).equals(call) ? 1 : 0;
            }
        }
        return chosen / (double) ATTEMPTS;
    }
}
