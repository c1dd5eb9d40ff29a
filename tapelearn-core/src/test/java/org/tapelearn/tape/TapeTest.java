package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TapeTest {
    private static final Tape EMPTY = new Tape(new TapeMetadata("tape", null, "agent", 0), List.of());

    @Test
    void staysAsItWasWhenAnotherGrowsFromIt() {
        Tape one = EMPTY.append(user("a"));
        Tape two = one.append(user("b"));
        assertThat(EMPTY.steps()).isEmpty();
        assertThat(one.steps()).containsExactly(user("a"));
        assertThat(two.steps()).containsExactly(user("a"), user("b"));
    }

    @Test
    void forksWithoutMixingTheBranches() {
        Tape trunk = EMPTY.append(user("a"));
        Tape left = trunk.append(user("left"));
        Tape right = trunk.append(user("right"));
        Tape leftOn = left.append(user("more left"));
        assertThat(left.steps()).containsExactly(user("a"), user("left"));
        assertThat(right.steps()).containsExactly(user("a"), user("right"));
        assertThat(leftOn.steps()).containsExactly(user("a"), user("left"), user("more left"));
    }

    /** Appending at random to any earlier tape gives what plain lists would give. */
    @Property(tries = 200)
    void behavesAsCopiedListsDo(@ForAll @Size(max = 60) List<@IntRange(max = 1000) Integer> parents) {
        List<Tape> tapes = new ArrayList<>(List.of(EMPTY));
        List<List<Step>> copies = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < parents.size(); i++) {
            int parent = parents.get(i) % tapes.size();
            tapes.add(tapes.get(parent).append(user("step " + i)));
            List<Step> copy = new ArrayList<>(copies.get(parent));
            copy.add(user("step " + i));
            copies.add(copy);
        }
        for (int i = 0; i < tapes.size(); i++) {
            assertThat(tapes.get(i).steps()).isEqualTo(copies.get(i));
        }
    }

    @Test
    @Timeout(20)
    void takesTimeProportionalToWhatIsAppended() {
        Tape tape = EMPTY;
        for (int i = 0; i < 300_000; i++) {
            tape = tape.append(user("step"));
        }
        assertThat(tape.steps()).hasSize(300_000);
    }

    @Test
    void cannotBeChangedThroughItsListOrTheOneItCameFrom() {
        List<Step> given = new ArrayList<>(List.of(user("a")));
        Tape tape = new Tape(EMPTY.metadata(), given);
        given.clear();
        assertThat(tape.steps()).hasSize(1);
        assertThatThrownBy(() -> tape.steps().add(user("b"))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> tape.steps().get(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Step 1 of a tape of 1 steps.");
    }

    @Test
    void givesItsPrefixAndItsCalls() {
        Tape tape = EMPTY.append(user("a"))
                .append(new Step.Action(StepMetadata.of("1"), ToolCall.of("look")))
                .append(new Step.Observation(StepMetadata.of("2"), "a room", false))
                .append(new Step.Action(StepMetadata.of("3"), ToolCall.of("go", "exit", "attic")));
        assertThat(tape.calls()).containsExactly(ToolCall.of("look"), ToolCall.of("go", "exit", "attic"));
        assertThat(tape.prefix(2).calls()).containsExactly(ToolCall.of("look"));
        assertThat(tape.prefix(4)).isEqualTo(tape);
    }

    private static Step user(String content) {
        return new Step.User(StepMetadata.of("u"), content);
    }
}
