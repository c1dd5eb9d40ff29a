package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Recalled;
import org.tapelearn.memory.Standing;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class RememberedTest {
    private static final ToolShapes SHAPES = new ToolShapes(List.of(
            new ToolSpec("look", "Looks.", List.of(), ToolSpec.Effect.READS),
            new ToolSpec("count", "Counts.", List.of(), ToolSpec.Effect.READS),
            new ToolSpec(
                    "turn",
                    "Turns.",
                    List.of(Parameter.choice("to", "Where to.", List.of("left", "right"))),
                    ToolSpec.Effect.READS)));
    private static final ToolCall LOOK = ToolCall.of("look");
    private static final ToolCall COUNT = ToolCall.of("count");
    private static final ToolCall LEFT = ToolCall.of("turn", "to", "left");

    @Test
    void tellsWhichShareWentOnWithATool() {
        Remembered remembered = remembered(List.of(List.of(LOOK, COUNT), List.of(LOOK, COUNT), List.of(LOOK, LEFT)));
        remembered.follow(List.of());
        assertThat(remembered.share(tool(LOOK))).isEqualTo(4);
        assertThat(remembered.share(tool(COUNT))).isEqualTo(1);
        remembered.follow(turns(LOOK));
        assertThat(remembered.share(tool(COUNT))).isEqualTo(3);
        assertThat(remembered.share(tool(LEFT))).isEqualTo(2);
    }

    @Test
    void tellsFixedChoicesApart() {
        Remembered remembered = remembered(List.of(List.of(LEFT)));
        remembered.follow(List.of());
        assertThat(remembered.shareOfChoice(choice("left"))).isEqualTo(4);
        assertThat(remembered.shareOfChoice(choice("right"))).isEqualTo(1);
    }

    @Test
    void hasNothingToSayWhereNoneBeganSo() {
        Remembered remembered = remembered(List.of(List.of(LOOK, COUNT)));
        remembered.follow(turns(COUNT));
        assertThat(remembered.share(tool(LOOK))).isZero();
        remembered.follow(turns(LOOK, COUNT));
        assertThat(remembered.share(tool(LOOK))).isZero();
    }

    @Test
    void countsTheMostAlikeMore() {
        Remembered remembered = new Remembered(
                List.of(
                        new Recalled(demonstration(List.of(LEFT)), 0.9),
                        new Recalled(demonstration(List.of(LOOK)), 0.3),
                        new Recalled(demonstration(List.of(COUNT)), 0.3)),
                SHAPES);
        remembered.follow(List.of());
        assertThat(remembered.share(tool(LEFT))).isEqualTo(4);
        assertThat(remembered.likeness()).isEqualTo(4);
    }

    @Test
    void saysWhatInsightsAdviseAfterTheLastTool() {
        Remembered remembered = new Remembered(
                List.of(new Recalled(
                        new MemoryItem.Insight(
                                "i", "f", "cue", "text", "look", "count", "turn", List.of("r"), Standing.NEW),
                        0.5)),
                SHAPES);
        remembered.follow(List.of());
        assertThat(remembered.advice(tool(COUNT))).isZero();
        remembered.follow(turns(LOOK));
        assertThat(remembered.advice(tool(COUNT))).isEqualTo(1);
        assertThat(remembered.advice(tool(LEFT))).isEqualTo(-1);
    }

    private static Remembered remembered(List<List<ToolCall>> walks) {
        return new Remembered(
                walks.stream()
                        .map(calls -> new Recalled(demonstration(calls), 1))
                        .toList(),
                SHAPES);
    }

    private static MemoryItem demonstration(List<ToolCall> calls) {
        return new MemoryItem.Demonstration("d", "f", "cue", calls, List.of("r"), Standing.NEW);
    }

    private static long tool(ToolCall call) {
        return SHAPES.of(call.tool()).tool();
    }

    private static long choice(String value) {
        return SHAPES.of("turn").argument("to").choice(value);
    }

    private static List<Situation.Turn> turns(ToolCall... calls) {
        List<Situation.Turn> turns = new ArrayList<>();
        for (ToolCall call : calls) {
            turns.add(new Situation.Turn(0, tool(call), new long[0], 0, 0));
        }
        return turns;
    }
}
