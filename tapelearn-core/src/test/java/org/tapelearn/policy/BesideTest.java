package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** What stands beside a mention decides about it, and not only one or two words away. */
class BesideTest {
    private static final ToolSpec FILTER = new ToolSpec(
            "filter",
            "Filters.",
            List.of(Parameter.choice("sign", "The sign.", List.of("<", ">")), Parameter.text("column", "The column.")),
            ToolSpec.Effect.READS);
    private static final List<ToolCall> CALLS = List.of(call("<", "height"), call(">", "height"));

    @Test
    void aWordBeforeTheMentionCountsAtEachDistance() {
        Weights weights = new Weights();
        for (int i = 0; i < 50; i++) {
            learn(weights, "below goes height", 0);
            learn(weights, "above goes height", 1);
        }
        assertThat(margin(weights, "below this goes height")).isPositive();
        assertThat(margin(weights, "above this goes height")).isNegative();
    }

    private static void learn(Weights weights, String description, int chosen) {
        Situation situation = situation(description);
        Choice choice =
                Describer.choice(situation, look(situation), weights, EnumSet.of(Reading.WORDS, Reading.BESIDE));
        double[] probabilities = Choice.softmax(choice.logits(weights, Reading.BESIDE), 1);
        choice.climb(weights, Reading.BESIDE, probabilities, chosen, 1, 0.1);
        weights.vocabulary().meet(situation.goal);
    }

    /** By how much the first call is preferred. */
    private static double margin(Weights weights, String description) {
        Situation situation = situation(description);
        double[] logits = Describer.choice(
                        situation, look(situation), weights, EnumSet.of(Reading.WORDS, Reading.BESIDE))
                .logits(weights, Reading.BESIDE);
        return logits[0] - logits[1];
    }

    private static List<Candidate> look(Situation situation) {
        Tape tape = new Tape(new TapeMetadata("t", null, "test", 0), List.<Step>of());
        return situation.look(tape, CALLS);
    }

    private static Situation situation(String description) {
        return new Situation(
                new Goal(description, WordMeanings.NONE), new ToolShapes(List.of(FILTER)), Remembered.nothing());
    }

    private static ToolCall call(String sign, String column) {
        return new ToolCall("filter", Map.of("sign", sign, "column", column));
    }
}
