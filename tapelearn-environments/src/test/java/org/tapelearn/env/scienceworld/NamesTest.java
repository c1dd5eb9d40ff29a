package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.env.scienceworld.Names.Thing;

class NamesTest {
    private static final Thing WATER = thing("water", Set.of("substance", "water"), "metal pot");
    private static final Thing BLUE =
            thing("wood cup", Set.of("cup", "wood cup", "wood cup containing blue paint"), "table", "art studio");
    private static final Thing RED =
            thing("wood cup", Set.of("cup", "wood cup", "wood cup containing red paint"), "table", "art studio");

    /** A thing with its own names, and those by what it is in. */
    private static Thing thing(String base, Set<String> own, String... places) {
        Set<String> all = new HashSet<>(own);
        for (String place : places) {
            own.forEach(name -> all.add(name + " in " + place));
        }
        return new Thing(base, own, all);
    }

    private static List<String> names(Thing... things) {
        return Names.choose(Arrays.asList(things));
    }

    @Test
    void sayWhatAThingIs() {
        assertThat(names(WATER)).containsExactly("water");
        assertThat(names(thing(
                        "crocodile",
                        Set.of("animal", "crocodile", "crocodile egg", "egg crocodile", "egg crocodile egg"))))
                .containsExactly("egg crocodile");
    }

    @Test
    void sayMoreWhereOthersAreCalledTheSame() {
        assertThat(names(BLUE, RED)).containsExactly("wood cup containing blue paint", "wood cup containing red paint");
        assertThat(names(WATER, thing("water", Set.of("substance", "water"), "sink")))
                .containsExactly("water in metal pot", "water in sink");
    }

    @Test
    void areTheSameOnlyWhereNothingTellsThingsApart() {
        assertThat(names(BLUE, RED, BLUE))
                .containsExactly(
                        "wood cup containing blue paint",
                        "wood cup containing red paint",
                        "wood cup containing blue paint");
    }

    @Test
    void dependOnNoOrder() {
        assertThat(names(RED, BLUE)).isEqualTo(names(BLUE, RED).reversed());
    }
}
