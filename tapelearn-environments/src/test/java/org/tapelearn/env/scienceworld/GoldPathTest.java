package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoldPathTest {
    private static final List<String> GOLD = List.of(
            "open door to hallway",
            "go to hallway",
            "go to kitchen",
            "look around",
            "pick up thermometer",
            "open cupboard",
            "go to hallway");

    @Test
    void teleportsInThePlaceOfWalking() {
        assertThat(GoldPath.direct(GOLD, false))
                .containsExactly("teleport to kitchen", "pick up thermometer", "open cupboard");
    }

    @Test
    void waitsAsLongAsTheWayWouldTakeWhereTimeMustPass() {
        assertThat(GoldPath.direct(GOLD, true))
                .containsExactly(
                        "teleport to kitchen", "wait1", "wait1", "wait1", "pick up thermometer", "open cupboard");
    }
}
