package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;

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

    @Test
    void leavesOutWhatShowsNothingAndIsNotNeeded() {
        try (ScienceWorldEnvironment environment = Installed.open("find-non-living-thing")) {
            WorldTask task = new WorldTask("find-non-living-thing", 25);
            List<ToolCall> expert = environment.gold(task);
            List<String> padded = new ArrayList<>();
            for (ToolCall call : expert) {
                padded.add(Verb.action(call).orElseThrow());
                if (padded.size() < expert.size()) {
                    padded.add("wait1");
                }
            }
            assertThat(padded).contains("wait1");
            assertThat(GoldPath.calls(padded, () -> environment.episode(task))).isEqualTo(expert);
        }
    }

    @Test
    void waitsForWhatIsToBeFocusedOnAndCallsItAsItIsListed() {
        List<String> hasty = List.of(
                "teleport to outside",
                "focus on the crocodile egg",
                "focus on hatchling crocodile",
                "focus on juvenile crocodile",
                "focus on adult crocodile");
        try (ScienceWorldEnvironment environment = Installed.open("identify-life-stages-1")) {
            List<ToolCall> calls =
                    GoldPath.calls(hasty, () -> environment.episode(new WorldTask("identify-life-stages-1", 2)));
            assertThat(calls).contains(ToolCall.of("wait1"));
            assertThat(calls.stream().filter(call -> call.tool().equals("focus_on")))
                    .hasSize(4)
                    .first()
                    .isEqualTo(ToolCall.of("focus_on", "thing", "egg crocodile"));
        }
    }
}
