package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Where names last, the policy learns about them; elsewhere it only compares them. */
class NamesTest {
    private static final String GOAL = "Your task is to measure how warm it is.";
    private static final ToolCall KEY = ToolCall.of("take", "item", "brass key");
    private static final ToolCall THERMOMETER = ToolCall.of("take", "item", "thermometer");
    private static final ToolCall CUP = ToolCall.of("take", "item", "tin cup");
    private static final List<ToolCall> OFFERED = List.of(KEY, THERMOMETER, CUP);
    private static final ToolSpec TAKE = new ToolSpec(
            "take", "Take something.", List.of(Parameter.text("item", "Its name.")), ToolSpec.Effect.WRITES);

    @Test
    void aNameIsPreferredWhereNamesLast() {
        double[] logits = afterTakingTheThermometer(true);
        assertThat(logits[1]).isGreaterThan(logits[0] + 1).isGreaterThan(logits[2] + 1);
    }

    @Test
    void namesAreAllTheSameWhereTheyDoNot() {
        double[] logits = afterTakingTheThermometer(false);
        assertThat(logits[1]).isEqualTo(logits[0]).isEqualTo(logits[2]);
    }

    @Test
    void aCallThatWasAnsweredAsBeforeIsLessLikely() {
        assertThat(base(situation(true), tape(KEY, "Taken.", KEY, "It is in your hand.")))
                .containsOnly(-StrictMath.log(3));
        assertThat(base(situation(true), tape(KEY, "Taken.", KEY, "Taken.")))
                .containsExactly(-StrictMath.log(3) - 1, -StrictMath.log(3), -StrictMath.log(3));
        assertThat(base(situation(false), tape(KEY, "Taken.", KEY, "Taken."))).containsOnly(-StrictMath.log(3));
    }

    @Test
    void aThingIsKnownAgainByAPartOfItsName() {
        Situation situation = situation(true);
        ToolCall longer = ToolCall.of("take", "item", "brass key in box");
        List<Candidate> candidates = situation.look(tape(KEY, "Taken."), List.of(longer, CUP));
        assertThat(situation.role(candidates.get(0).arguments()[0])).isNotZero();
        assertThat(situation.role(candidates.get(1).arguments()[0])).isZero();
    }

    /** The logits in a new attempt, after the thermometer was imitated in another. */
    private static double[] afterTakingTheThermometer(boolean lasting) {
        Weights weights = new Weights();
        Situation shown = situation(lasting);
        Set<Reading> readings = shown.readings();
        Choice choice = Describer.choice(shown, shown.look(tape(), OFFERED), weights, readings);
        for (int i = 0; i < 20; i++) {
            for (Reading reading : readings) {
                choice.climb(weights, reading, Choice.softmax(choice.logits(weights, reading), 1), 1, 1, 0.1);
            }
        }
        Situation anew = situation(lasting);
        return Describer.logits(anew, anew.look(tape(), OFFERED), weights, anew.readings());
    }

    private static double[] base(Situation situation, Tape tape) {
        return Describer.base(situation, situation.look(tape, OFFERED));
    }

    private static Situation situation(boolean lasting) {
        return new Situation(
                new Goal(GOAL, WordMeanings.NONE), new ToolShapes(List.of(TAKE)), Remembered.nothing(), lasting);
    }

    /** A tape of calls, each with its answer after it. */
    private static Tape tape(Object... callsAndAnswers) {
        Tape tape = new Tape(new TapeMetadata("t", null, "test", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), GOAL))
                .append(new Step.Observation(StepMetadata.of("1"), "A room.", false));
        for (int i = 0; i < callsAndAnswers.length; i += 2) {
            tape = tape.append(new Step.Action(StepMetadata.of("a" + i), (ToolCall) callsAndAnswers[i]))
                    .append(new Step.Observation(StepMetadata.of("o" + i), (String) callsAndAnswers[i + 1], false));
        }
        return tape;
    }
}
