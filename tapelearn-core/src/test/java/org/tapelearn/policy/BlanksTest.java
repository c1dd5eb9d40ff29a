package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** What a task names is known to be missing by the words before its name. */
class BlanksTest {
    private static final String BOIL = "Your task is to boil the water in the red box.";
    private static final ToolSpec TAKE = new ToolSpec(
            "take", "Take something.", List.of(Parameter.text("item", "Its name.")), ToolSpec.Effect.WRITES);

    @Test
    void areThePlacesAtWhichTasksNameSomething() {
        Blanks blanks = new Blanks();
        blanks.take(seen(BOIL, "water").places());
        assertThat(filling(blanks, "Your task is to boil the lead.").isAny()).isFalse();
        blanks.take(seen("Your task is to boil the milk.", "milk").places());
        assertThat(filling(blanks, "Your task is to boil the lead.", "cup").blanks())
                .isEqualTo(1L << 6);
        assertThat(filling(blanks, "Your task is to see the lead.").isAny()).isFalse();
    }

    @Test
    void areNotWhereTasksOftenNameNothing() {
        Blanks blanks = new Blanks();
        for (int i = 0; i < 8; i++) {
            blanks.take(seen(BOIL, "water").places());
        }
        assertThat(filling(blanks, BOIL).isAny()).isTrue();
        blanks.take(seen(BOIL, "cup").places());
        assertThat(filling(blanks, BOIL).isAny()).isFalse();
    }

    @Test
    void areFilledByWhatIsInReachAndThenUsed() {
        Blanks blanks = new Blanks();
        blanks.take(seen(BOIL, "water").places());
        blanks.take(seen(BOIL, "water").places());
        String lead = "Your task is to boil the lead.";
        Filling open = filling(blanks, lead, "cup");
        Filling filled = filling(blanks, lead, "cup", "lead in cup");
        assertThat(open.filled()).isZero();
        assertThat(filled.filled()).isEqualTo(filled.blanks()).isNotZero();
        assertThat(filled.used()).isZero();
        Situation situation = situation(lead);
        Tape tape = tape(take("lead in cup"));
        situation.look(tape, List.of(take("lead in cup")));
        assertThat(Filling.of(situation, blanks).used()).isEqualTo(filled.filled());
        assertThat(List.of(
                        open.state(),
                        filled.state(),
                        Filling.of(situation, blanks).state()))
                .doesNotHaveDuplicates();
    }

    @Test
    void areNotFilledByWhatHasOnlySomeOfTheWords() {
        Blanks blanks = new Blanks();
        blanks.take(seen(BOIL, "water").places());
        blanks.take(seen(BOIL, "water").places());
        String tin = "Your task is to boil the tin.";
        assertThat(filling(blanks, tin, "tin cup").filled()).isZero();
        Situation situation = situation(tin);
        List<Candidate> offered =
                situation.look(tape(), List.of(take("tin cup"), take("tin"), take("box"), take("tin in tin cup")));
        Filling filling = Filling.of(situation, blanks);
        assertThat(offered.stream()
                        .map(candidate -> filling.fit(candidate.arguments()[0]))
                        .toList())
                .containsExactly(3, 4, 0, 4);
    }

    @Test
    void areKept() {
        Blanks blanks = new Blanks();
        blanks.take(List.of(new Blanks.Place(3, true), new Blanks.Place(3, true), new Blanks.Place(4, false)));
        ByteBuffer buffer = ByteBuffer.allocate(blanks.byteCount());
        blanks.write(buffer);
        Blanks read = Blanks.read(buffer.flip());
        assertThat(read.follow(3)).isTrue();
        assertThat(read.follow(4)).isFalse();
        assertThat(buffer.hasRemaining()).isFalse();
        assertThatThrownBy(() -> Blanks.read(ByteBuffer.allocate(8).putInt(-1).rewind()))
                .isInstanceOf(BufferUnderflowException.class);
    }

    @Test
    void areNoneWhereNamesDoNotLast() {
        Situation elsewhere = new Situation(
                new Goal(BOIL, WordMeanings.NONE), new ToolShapes(List.of(TAKE)), Remembered.nothing(), false);
        elsewhere.look(tape(), List.of(take("water")));
        assertThat(elsewhere.places()).isEmpty();
        assertThat(elsewhere.readings()).doesNotContain(Reading.BLANKS);
    }

    private static ToolCall take(String item) {
        return ToolCall.of("take", "item", item);
    }

    private static Situation situation(String goal) {
        return new Situation(
                new Goal(goal, WordMeanings.NONE), new ToolShapes(List.of(TAKE)), Remembered.nothing(), true);
    }

    /** A task of which these things are in reach. */
    private static Situation seen(String goal, String... things) {
        Situation situation = situation(goal);
        situation.look(tape(), List.of(things).stream().map(BlanksTest::take).toList());
        return situation;
    }

    private static Filling filling(Blanks blanks, String goal, String... things) {
        return Filling.of(seen(goal, things), blanks);
    }

    private static Tape tape(ToolCall... calls) {
        Tape tape = new Tape(new TapeMetadata("t", null, "test", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), BOIL))
                .append(new Step.Observation(StepMetadata.of("1"), "A room.", false));
        for (ToolCall call : calls) {
            tape = tape.append(new Step.Action(StepMetadata.of("a"), call))
                    .append(new Step.Observation(StepMetadata.of("o"), "Taken.", false));
        }
        return tape;
    }
}
